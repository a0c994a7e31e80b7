"""Tests of stack.py: python3 -m unittest discover --start-directory .ci/containers"""

import unittest
from copy import deepcopy

from stack import faults

UPDATE = {"order": "start-first", "failure_action": "rollback"}
SERVICE = {
    "image": "roles:0.1.0",
    "healthcheck": {"test": ["CMD", "roles", "page", "check_health"]},
    "deploy": {"replicas": 2, "update_config": UPDATE, "resources": {"limits": {"memory": "64M"}}},
}
STACK = {"version": "3.8", "services": {"page": deepcopy(SERVICE) | {"ports": ["5000:5000"]}, "role": deepcopy(SERVICE)}}


def changed(path, value):
    """Returns the stack with another value of a key, or without it if the value is `None`."""
    stack = deepcopy(STACK)
    *parents, key = path.split("/")
    inner = stack
    for parent in parents:
        inner = inner[parent]
    if value is None:
        del inner[key]
    else:
        inner[key] = value
    return stack


class Stack(unittest.TestCase):
    def test_a_stack_that_can_be_deployed_has_no_faults(self):
        self.assertEqual(list(faults(STACK)), [])

    def test_each_fault_is_named(self):
        for path, value in [
            ("version", None),
            ("services/role/container_name", "role"),
            ("services/role/restart", "always"),
            ("services/role/image", None),
            ("services/role/depends_on", {"page": {"condition": "service_healthy"}}),
            ("services/role/healthcheck", None),
            ("services/role/deploy/replicas", 1),
            ("services/role/deploy/update_config", None),
            ("services/role/deploy/update_config/order", "stop-first"),
            ("services/role/deploy/resources/limits/memory", None),
        ]:
            with self.subTest(path):
                found = list(faults(changed(path, value)))
                # Without all of `update_config`, two of its keys are missing.
                self.assertEqual(len(found), 2 if path.endswith("update_config") else 1, found)
                self.assertTrue(found[0].startswith(path.removeprefix("services/").replace("/", ".")), found)

    def test_one_service_alone_publishes_ports(self):
        for path, value in [("services/role/ports", ["5001:5001"]), ("services/page/ports", None)]:
            with self.subTest(path):
                (fault,) = faults(changed(path, value))
                self.assertTrue(fault.startswith("services: exactly one must publish ports"), fault)


if __name__ == "__main__":
    unittest.main()
