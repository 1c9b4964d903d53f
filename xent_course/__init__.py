"""Cross-entropy from likelihood to neural networks: the package of the course.

Import from the module that carries the field's heading, for example
``from xent_course.information import cross_entropy``.
"""

__version__ = "0.1.0"
