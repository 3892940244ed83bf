"""What arms and hands do, planned on a model and its state: goals come in, set points go out."""
