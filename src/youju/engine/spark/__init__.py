"""A round on a Spark cluster: units are judged partition by partition with the kernels used here, and the bundle is the same.

``parts`` says which units are judged together, ``work`` is what a worker does, ``run`` hands the one to the other. Only ``run``
needs PySpark; the driver needs Java, the workers need this package.
"""
