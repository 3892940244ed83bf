"""The semantic map of the home: rooms, places, doors, people and beliefs about things."""
