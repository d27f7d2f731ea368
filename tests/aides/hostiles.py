"""What is dreadful to read, for the tests that try anything, and the seed that plays it again."""

GRAINE = 20261128
AFFREUX = [
    "", " ", "\0", "é" * 300, "'\";--", "<script>alert(1)</script>", "{{7*7}}", "../../etc/passwd",
    "9" * 400, str(2**63), str(-(2**63) - 1), "1e308", "NaN", "Infinity", "-0",
    "\u202e\u200b\ufeff", "👩\u200d🚀" * 40, "a\u0301" * 500, "=1+1", ":material/home:", "$x$",
    "%s%n", "\ud800", "\uffff", "1970-01-01", "9999-12-31", "0000-00-00", "[" * 400, '{"a":' * 60,
    "null", "true", "x" * 20_000, "https://ailleurs.example/", "javascript:alert(1)",
    "\r\nSet-Cookie: a=b", "١٢", "½", "²",
]  # fmt: skip
