"""How far reading a file may go. The file comes from anybody, and may be made to do harm."""

MB = 1024 * 1024
#: Bytes of a file; of one XML part of an Office document when unpacked; of the child's answer.
MOST_BYTES = 32 * MB
MOST_XML = 64 * MB
MOST_ANSWER = 16 * MB
#: Characters kept of a text, and pages of a PDF looked at.
MOST_CHARACTERS = 1_000_000
MOST_PAGES = 2_000
#: Seconds: after the first the child stops by itself and keeps what it has; then the kernel ends it;
#: then, whatever it does, its parent.
ENOUGH_SECONDS = 10
CPU_SECONDS = 15
WALL_SECONDS = 20
#: Bytes of memory of the child, Python itself included.
MEMORY = 512 * MB
