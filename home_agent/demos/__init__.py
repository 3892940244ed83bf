"""Training seeds come in; the teacher's demonstrations go out as data sets to learn from."""
