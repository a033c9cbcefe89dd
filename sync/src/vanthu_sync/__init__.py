"""The pure core of Văn thư xã: journal, numbering, commands and wire format, without I/O."""
