"""Checks that a compose file works for `docker stack deploy` as well: stack.py FILE

A stack ignores or rejects some of what compose knows. Its services must also be updated one by one, have health checks, and not be reachable from
outside, except for one.
"""

import sys
from pathlib import Path

# Options of a service that a stack rejects, or that it ignores although the service depends on them. A stack pulls what compose builds.
COMPOSE_ONLY = {
    "cgroup_parent",
    "container_name",
    "cpus",
    "devices",
    "external_links",
    "extends",
    "group_add",
    "links",
    "mem_limit",
    "network_mode",
    "pid",
    "profiles",
    "restart",
    "scale",
    "security_opt",
    "userns_mode",
}


def faults(document):
    """Yields what is wrong, as text."""
    if not str(document.get("version", "")).startswith("3."):
        yield 'version: must be "3.8" or another of 3.x, which Docker before 25 requires'
    services = document["services"]
    for name, service in services.items():
        for option in sorted(COMPOSE_ONLY & service.keys()):
            yield f"{name}.{option}: is for compose only"
        if "image" not in service:
            yield f"{name}.image: is missing; a stack does not build"
        if isinstance(service.get("depends_on", []), dict):
            yield f"{name}.depends_on: must be a list without conditions"
        if not service.get("healthcheck", {}).get("test"):
            yield f"{name}.healthcheck.test: is missing; an update does not wait for the service"
        yield from deploy_faults(name, service.get("deploy", {}))
    published = sorted(name for name, service in services.items() if service.get("ports"))
    if len(published) != 1:
        yield f"services: exactly one must publish ports, not {published}"


def deploy_faults(name, deploy):
    """Yields what is wrong with how a service is deployed."""
    update = deploy.get("update_config", {})
    if deploy.get("replicas", 1) < 2:
        yield f"{name}.deploy.replicas: must be at least 2"
    if update.get("order") != "start-first":
        yield f"{name}.deploy.update_config.order: must be start-first"
    if update.get("failure_action") != "rollback":
        yield f"{name}.deploy.update_config.failure_action: must be rollback"
    if "memory" not in deploy.get("resources", {}).get("limits", {}):
        yield f"{name}.deploy.resources.limits.memory: is missing"


def main():
    # Imported here, so that the tests do not need it.
    from ruamel.yaml import YAML

    found = list(faults(YAML(typ="safe").load(Path(sys.argv[1]))))
    for fault in found:
        print(f"{sys.argv[1]}: {fault}", file=sys.stderr)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
