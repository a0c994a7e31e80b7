#!/usr/bin/env python3
"""Prints the schemas of some types of the AWS provider as JSON:

    schema.py PACKAGE TYPE...     such as `aws_vpc` or `data.aws_partition`

PACKAGE is the unpacked npm package `@cdktf/provider-aws`, whose classes are generated from the schemas of the provider. They do not distinguish
optional attributes that the provider computes if they are not set, so that all optional attributes are also computed.
"""

import json
import re
import sys
from pathlib import Path

PRIMITIVES = {"string": "string", "number": "number", "boolean": "bool", "any": "dynamic"}
ATTRIBUTE = re.compile(r'\b(\w+): \{\s+value: (.*),\s+isBlock: (\w+),\s+type: "(\w+)",\s+storageClassType: "(\w+)",')
COMPUTED = re.compile(
    r"// (\w+) - computed: true, optional: false, required: false\s+"
    r"(?:get \w+\(\) \{\s+return (?:cdktf\.\w+\()*this\.(?:get(\w+)Attribute\(|\w+)|this\._\w+ = new (\w+)\()"
)
DECLARATION = re.compile(r"#(\w+) \w+#\w+\}(?:(?!\*/).)*\*/\s+readonly \w+(\??):", re.DOTALL)
KINDS = {
    "String": "string",
    "Number": "number",
    "Boolean": "bool",
    "List": ["list", "string"],
    "NumberList": ["list", "number"],
    "StringMap": ["map", "string"],
    "NumberMap": ["map", "number"],
    "BooleanMap": ["map", "bool"],
}


class Module:
    """The classes of a resource or data source."""

    def __init__(self, folder):
        self.code = (folder / "index.js").read_text()
        self.declarations = (folder / "index.d.ts").read_text()

    def schema(self):
        start = re.search(r"^class (\w+) extends cdktf\.Terraform(Resource|DataSource)", self.code, re.MULTILINE)
        return self.block(self.code[start.start() :], f"{start[1]}Config")

    def block(self, code, interface):
        attributes, blocks = {}, {}
        required = self.required(interface)
        for name, value, is_block, nesting, storage in ATTRIBUTE.findall(code):
            if inner := re.search(r"(?<!cdktf\.)\b(\w+)ToHclTerraform\b", value):
                body = re.search(rf"^function {inner[0]}\(.*?^}}", self.code, re.MULTILINE | re.DOTALL)[0]
                schema = self.block(body, inner[1][0].upper() + inner[1][1:])
                one = {"nesting": "single" if nesting == "struct" else nesting, **schema}
                if is_block == "true":
                    blocks[name] = one
                    continue
                attributes[name] = {"nested": one}
            else:
                attributes[name] = {"type": attribute_type(nesting, storage)}
            attributes[name] |= {"required": True} if name in required else {"optional": True, "computed": True}
        for name, getter, made in COMPUTED.findall(code):
            if name not in attributes:
                attributes[name] = {"type": self.computed_type(getter, made), "computed": True}
        return {"attributes": attributes, "blocks": blocks}

    def required(self, interface):
        body = re.search(rf"^export interface {interface} .*?^}}", self.declarations, re.MULTILINE | re.DOTALL)[0]
        return {name for name, mark in DECLARATION.findall(body) if not mark}

    def computed_type(self, getter, made):
        if getter:
            return KINDS[getter]
        if made.startswith("cdktf"):
            return ["map", "string"]
        item = re.search(rf"^class {made.removesuffix('List')}OutputReference .*?^}}", self.code, re.MULTILINE | re.DOTALL)[0]
        fields = {name: self.computed_type(inner, class_) for name, inner, class_ in COMPUTED.findall(item)}
        return ["list", ["object", fields]] if made.endswith("List") else ["object", fields]


def attribute_type(nesting, storage):
    if nesting == "simple":
        return PRIMITIVES[storage]
    element = re.fullmatch(r"(string|number|boolean)(List|Map)", storage)
    return [nesting, PRIMITIVES[element[1]]]


def main(package, names):
    schemas = {"provider": {"attributes": {}, "blocks": {}}, "resources": {}, "data": {}}
    provider = package / "lib/provider"
    code = Module(provider)
    start = code.code.index("class AwsProvider ")
    schemas["provider"] = code.block(code.code[start:], "AwsProviderConfig")
    for name in names:
        kind, _, bare = name.rpartition(".")
        folder = ("data-" if kind else "") + (bare if kind else bare.removeprefix("aws_")).replace("_", "-")
        schemas["data" if kind else "resources"][bare] = Module(package / "lib" / folder).schema()
    json.dump(schemas, sys.stdout, indent=1)


main(Path(sys.argv[1]), sys.argv[2:])
