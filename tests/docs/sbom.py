"""Checks the software bill of materials that infra/sbom.py wrote: against the schema of CycloneDX 1.6, and its content.

The argument is the file.
"""

import json
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

LINKED = {"aws-sdk-dynamodb", "aws-sdk-sesv2", "lambda_http", "ring", "rustls", "oidc-client-ts", "notify"}
# The local stack's database, a test library, a procedural macro, and a crate of build scripts.
NOT_LINKED = {"dynoxide-rs", "proptest", "serde_derive", "cc"}


def main() -> int:
    """Prints each fault; fails when there is one."""
    text = Path(sys.argv[1]).read_text()
    document = json.loads(text)
    components = document["components"]
    faults = []
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        faults.append(f"not CycloneDX 1.6: {fault}")
    names = {component["name"] for component in components}
    faults += [f"{name} is missing" for name in sorted(LINKED - names)]
    faults += [f"{name} is in no function" for name in sorted(NOT_LINKED & names)]
    for component in components:
        hashed = [component, *component.get("components", [])]
        if "purl" in component and not any("hashes" in part for part in hashed):
            faults.append(f"{component['name']} has no hash")
    refs = {component["bom-ref"] for component in components} | {document["metadata"]["component"]["bom-ref"]}
    targets = {entry["ref"]: set(entry["dependsOn"]) for entry in document["dependencies"]}
    if set(targets) != refs or not set().union(*targets.values()) <= refs:
        faults.append("the dependencies are not those of the components")
    print(*faults, f"{len(components)} components, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
