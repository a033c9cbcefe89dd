"""The commune node and the province hub of Văn thư xã."""
