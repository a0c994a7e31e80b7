"""Checks that schema validation cannot make: that the manifests match each other, the program, and the specification.

    check.py FOLDER SERVICE     with the folders `plain`, `full` (rendered overlays) and `kubectl` in FOLDER, and the service in SERVICE
"""

import base64
import json
import re
import sys
import unittest
from pathlib import Path

import yaml

FOLDER, SERVICE = Path(sys.argv.pop(1)), Path(sys.argv.pop(1))
REPOSITORY = Path(__file__).parents[2]
HASH = re.compile(r"-[0-9a-z]{10}$")

# environment: (pods, requested memory, host below example.com)
SPECIFICATION = {
    "development": (1, "128M", ".dev"),
    "staging": (2, "196M", ".stg"),
    "production": (3, "196M", ""),
}
API_VERSIONS = {
    "v1": {"ConfigMap", "Namespace", "Secret", "Service"},
    "apps/v1": {"Deployment", "StatefulSet"},
    "autoscaling/v2": {"HorizontalPodAutoscaler"},
    "batch/v1": {"Job"},
    "networking.k8s.io/v1": {"Ingress", "NetworkPolicy"},
    "policy/v1": {"PodDisruptionBudget"},
    # Custom resources of operators.
    "monitoring.coreos.com/v1": {"PodMonitor"},
    "postgresql.cnpg.io/v1": {"Cluster"},
}


class Objects:
    """The objects of several files, without duplicates."""

    def __init__(self, *files):
        self.all = []
        for file in files:
            self.all += [one for one in yaml.safe_load_all(file.read_text()) if one not in self.all]

    def of(self, kind):
        return {one["metadata"]["name"]: one for one in self.all if one["kind"] == kind}

    def scaled(self):
        """Returns each Deployment of the program, with its autoscaler and its settings. Others, such as a proxy, have a fixed size."""
        scalers = {one["spec"]["scaleTargetRef"]["name"]: one for one in self.of("HorizontalPodAutoscaler").values()}
        return [(self.of("Deployment")[name], scaler, self.config(name)) for name, scaler in sorted(scalers.items())]

    def config(self, name):
        """Returns the data of a ConfigMap, ignoring the hash suffix of its name."""
        (found,) = (one for key, one in self.of("ConfigMap").items() if HASH.sub("", key) == name)
        return found["data"]

    def workloads(self):
        return [*self.of("Deployment").values(), *self.of("StatefulSet").values(), *self.of("Job").values()]

    def selected(self, selector):
        """Returns the pod templates that match a selector."""
        templates = [one["spec"]["template"] for one in self.workloads()]
        return [one for one in templates if selector.items() <= one["metadata"]["labels"].items()]


def environment(name, variant="plain"):
    files = (FOLDER / variant / f"{part}-{name}.yaml" for part in ("application", "postgres"))
    return Objects(*(file for file in files if file.exists()))


def plain():
    objects = Objects(*sorted((FOLDER / "kubectl").iterdir()))
    for secret in objects.of("Secret").values():
        strings = secret.pop("stringData")
        secret["data"] = {key: base64.b64encode(value.encode()).decode() for key, value in strings.items()}
    return objects


# The image of the program, and whether it has a database.
IMAGE = environment("development").scaled()[0][0]["spec"]["template"]["spec"]["containers"][0]["image"]
NAME = IMAGE.rpartition("/")[2].partition(":")[0]
HAS_TABLES = "Job" in {one["kind"] for one in environment("development").all}
HAS_PLAIN_FILES = any((FOLDER / "kubectl").iterdir())


def each(check):
    """Runs a test for every set of objects that can be applied."""

    def checks(self):
        sets = {f"{name} {variant}": environment(name, variant) for name in SPECIFICATION for variant in ("plain", "full")}
        if HAS_PLAIN_FILES:
            sets["kubectl"] = plain()
        for name, objects in sets.items():
            with self.subTest(name):
                check(self, objects)

    return checks


def container(workload):
    (only,) = workload["spec"]["template"]["spec"]["containers"]
    return only


def prefix(workload):
    """Returns what the variables of a workload begin with: each service of a program has its own."""
    return workload["metadata"]["name"].replace("-", "_").upper()


def seconds(text):
    return int(re.fullmatch(r"(\d+)s", text)[1])


class Manifests(unittest.TestCase):
    def test_environments_match_the_specification(self):
        for name, (pods, memory, stage) in SPECIFICATION.items():
            host = f"{NAME}{stage}.example.com"
            for objects in (environment(name), environment(name, "full")):
                with self.subTest(name):
                    for deployment, scaler, config in objects.scaled():
                        scaler = scaler["spec"]
                        self.assertEqual((scaler["minReplicas"], scaler["maxReplicas"]), (pods, 10))
                        self.assertEqual(scaler["metrics"][0]["resource"]["target"]["averageUtilization"], 70)
                        resources = container(deployment)["resources"]
                        self.assertEqual(resources["requests"]["memory"], memory)
                        self.assertEqual(resources["limits"]["memory"], "256M")
                        self.assertEqual(config[f"{prefix(deployment)}_SETTINGS"], name)
                        if SERVICE == REPOSITORY:
                            self.assertEqual(config.get("APP_AUTH"), "writes" if name == "production" else None)
                    # A program that has none is behind a load balancer of its own.
                    for ingress in (one["spec"] for one in objects.of("Ingress").values()):
                        self.assertEqual([rule["host"] for rule in ingress["rules"]], [host])
                        hosts = [one for tls in ingress.get("tls", []) for one in tls["hosts"]]
                        self.assertEqual(hosts or [host], [host])
                    there = {one["metadata"].get("namespace") for one in objects.all if one["kind"] != "Namespace"}
                    self.assertEqual((there, [*objects.of("Namespace")]), ({name}, [name]))

    @unittest.skipUnless(HAS_PLAIN_FILES, "there are no plain files")
    def test_plain_manifests_match_the_development_overlays(self):
        def comparable(objects):
            ordered = sorted(objects.all, key=lambda one: (one["kind"], one["metadata"]["name"]))
            text = json.dumps(ordered, indent=1, sort_keys=True)
            for one in [*objects.of("ConfigMap"), *objects.of("Secret")]:
                text = re.sub(rf'"name": "{one}"', f'"name": "{HASH.sub("", one)}"', text)
            return text

        self.maxDiff = None
        self.assertEqual(comparable(plain()), comparable(environment("development")))

    @each
    def test_api_versions_are_current(self, objects):
        for one in objects.all:
            self.assertIn(one["kind"], API_VERSIONS.get(one["apiVersion"], ()))

    @each
    def test_references_resolve(self, objects):
        for workload in objects.workloads():
            for source in container(workload).get("envFrom", []):
                self.assertIn(source["configMapRef"]["name"], objects.of("ConfigMap"))
            for variable in container(workload).get("env", []):
                if "valueFrom" in variable:
                    reference = variable["valueFrom"]["secretKeyRef"]
                    self.assertIn(reference["key"], objects.of("Secret")[reference["name"]]["data"])
        for one in objects.of("StatefulSet").values():
            service = objects.of("Service")[one["spec"]["serviceName"]]["spec"]
            self.assertEqual(service["clusterIP"], "None")
            self.assertEqual(service["selector"], one["spec"]["selector"]["matchLabels"])
        for ingress in objects.of("Ingress").values():
            (rule,) = ingress["spec"]["rules"]
            (path,) = rule["http"]["paths"]
            backend = path["backend"]["service"]
            ports = objects.of("Service")[backend["name"]]["spec"]["ports"]
            self.assertIn(backend["port"]["name"], [port["name"] for port in ports])
        for config in (one["data"] for one in objects.of("ConfigMap").values()):
            if "POSTGRES_HOSTNAME" in config:
                self.assertIn(config["POSTGRES_HOSTNAME"], objects.of("Service"))
            for url in (value for key, value in config.items() if key.endswith("_URL")):
                host, port = re.fullmatch(r"http://([^:/]+):(\d+)", url).groups()
                self.assertIn(int(port), [one["port"] for one in objects.of("Service")[host]["spec"]["ports"]])

    @each
    def test_selectors_match_pods_with_the_ports(self, objects):
        operated = {f"cnpg.io/cluster={name}" for name in objects.of("Cluster")}
        looking = [(one["spec"]["selector"], one["spec"]["ports"]) for one in objects.of("Service").values()]
        for one in [*objects.of("PodDisruptionBudget").values(), *objects.of("PodMonitor").values()]:
            ports = [{"targetPort": port["port"]} for port in one["spec"].get("podMetricsEndpoints", [])]
            looking.append((one["spec"]["selector"]["matchLabels"], ports))
        for one in objects.of("NetworkPolicy").values():
            ports = [{"targetPort": port["port"]} for rule in one["spec"]["ingress"] for port in rule["ports"]]
            looking.append((one["spec"]["podSelector"]["matchLabels"], ports))
        for selector, ports in looking:
            if operated & {f"{key}={value}" for key, value in selector.items()}:
                continue
            pods = objects.selected(selector)
            self.assertTrue(pods, selector)
            there = [port for pod in pods for one in pod["spec"]["containers"] for port in one.get("ports", [])]
            named = {name for port in there for name in (port["name"], port["containerPort"])}
            self.assertLessEqual({port["targetPort"] for port in ports}, named)

    @each
    def test_timeouts_are_consistent(self, objects):
        for deployment, _, config in objects.scaled():
            delay = seconds(config[f"{prefix(deployment)}_DRAIN_DELAY"])
            drain = delay + seconds(config[f"{prefix(deployment)}_DRAIN_TIMEOUT"])
            self.assertLess(drain, deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"])
            probes = container(deployment)
            # The readiness probe must fail before the process stops accepting connections.
            readiness = probes["readinessProbe"]
            self.assertLess(readiness["periodSeconds"] * readiness["failureThreshold"], delay)
            # entrypoint.sh waits one minute for the database and one for the migration.
            startup = probes["startupProbe"]
            self.assertGreater(startup["periodSeconds"] * startup["failureThreshold"], 120)
            self.assertGreaterEqual(deployment["spec"]["progressDeadlineSeconds"], 120)

    @unittest.skipUnless(HAS_TABLES, "there is no database")
    @each
    def test_database_connections_suffice_for_all_pods(self, objects):
        (job,) = objects.of("Job").values()
        wanted = 0
        for deployment, scaler, config in objects.scaled():
            setting = f"{prefix(deployment)}_DATABASE_CONNECTIONS"
            if setting in config:
                pods = scaler["spec"]["maxReplicas"] + deployment["spec"]["strategy"]["rollingUpdate"]["maxSurge"]
                wanted += pods * int(config[setting])
                wanted += next(int(one["value"]) for one in container(job)["env"] if one["name"] == setting)
        self.assertGreater(wanted, 0)
        for server in objects.of("StatefulSet").values():
            (setting,) = (one for one in container(server)["args"] if one.startswith("max_connections="))
            # PostgreSQL reserves three for superusers.
            self.assertLessEqual(wanted, int(setting.split("=")[1]) - 3)
        for server in objects.of("Cluster").values():
            self.assertLessEqual(wanted, int(server["spec"]["postgresql"]["parameters"]["max_connections"]) - 3)

    @unittest.skipUnless(HAS_TABLES, "there is no database")
    @each
    def test_each_version_has_its_own_migration_job(self, objects):
        (job,) = objects.of("Job").values()
        self.assertEqual(job["metadata"]["name"], f"{NAME}-migrate-" + container(job)["image"].rpartition(":")[2])
        for deployment, _, _ in objects.scaled():
            self.assertEqual(container(job)["image"], container(deployment)["image"])
            self.assertNotIn("replicas", deployment["spec"])

    @unittest.skipUnless(SERVICE == REPOSITORY, "other services document their variables themselves")
    @each
    def test_variables_are_documented(self, objects):
        documentation = "".join((REPOSITORY / file).read_text() for file in ("README.md", "docs/CONFIGURATION.md"))
        for variable in objects.config("app") | objects.config("app-database"):
            self.assertRegex(documentation, rf"\b{variable}\b")

    def test_dashboard_queries_documented_metrics(self):
        documentation = (REPOSITORY / "docs/METRICS.md").read_text()
        for name in SPECIFICATION.keys() - {"development"}:
            dashboard = json.loads(environment(name, "full").config(f"{NAME}-dashboard")["dashboard.json"])
            queries = "\n".join(target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
            metrics = set(re.findall(r"\b([a-z_]+)\{", queries))
            self.assertTrue(metrics)
            for metric in metrics:
                self.assertIn(f"`{re.sub('_(bucket|sum|count)$', '', metric)}`", documentation)


if __name__ == "__main__":
    unittest.main()
