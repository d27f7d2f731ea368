"""The chain as screens read it: its words, the switch of links, its short form."""
