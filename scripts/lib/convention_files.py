"""How files lie: yml beside its SQL, keys once, macros described and used, tests where models are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from lib.conventions import Finding, Project

YML_FOLDERS = ("models", "seeds", "macros", "tests", "snapshots", "analyses", "profiles")
# dbt calls these by name; nothing of ours does.
CALLED_BY_DBT = "macros/overrides/"
ENGINE = "macros/engine/"
FREE_TEST_FOLDERS = ("generic", "macros", "python")
READERS = ("models", "macros", "tests", "snapshots", "analyses", "seeds", "scripts")


class _UniqueKeyLoader(yaml.SafeLoader):
    """YAML lets a key stand twice and takes the last; we do not."""


class DuplicateKey(yaml.YAMLError):
    """A key that stands twice in one mapping."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


def _unique_mapping(loader: _UniqueKeyLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise DuplicateKey(str(key), key_node.start_mark.line + 1)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def relative(path: Path, root: Path) -> str:
    """A path as findings show it."""
    return path.relative_to(root).as_posix()


def check_yml_keys(project: Project) -> Iterator[Finding]:
    """No key stands twice, because the first would be silently lost."""
    files = [project.root / "dbt_project.yml"]
    for folder in YML_FOLDERS:
        files += sorted((project.root / folder).rglob("*.yml"))
    for path in files:
        if not path.is_file():
            continue
        name = relative(path, project.root)
        try:
            yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)
        except DuplicateKey as duplicate:
            message = f"the key {duplicate.key} stands twice"
            yield Finding(name, duplicate.line, "yml", message, "keep one of the two")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            yield Finding(name, line, "yml", "this is not YAML", str(error).split("\n")[0])


def check_yml_beside_sql(project: Project) -> Iterator[Finding]:
    """A model is described in the file of its own name, in the same folder."""
    for model in project.models:
        wanted = str(Path(model.path).with_suffix(".yml").as_posix())
        if model.yml_path != wanted:
            found = model.yml_path or "nowhere"
            message = f"{model.name} is described in {found}"
            yield Finding(model.path, 1, "yml", message, f"describe it in {wanted}")


def check_unit_tests(project: Project) -> Iterator[Finding]:
    """A unit test is named after the behaviour it proves."""
    for test in project.manifest.get("unit_tests", {}).values():
        if test["name"].startswith("test_"):
            path = test["original_file_path"]
            line = project.line_of(path, rf"name: {test['name']}\b")
            message = f"unit test {test['name']} has a test_ prefix"
            yield Finding(path, line, "unit_test", message, "name the behaviour")


def check_macros(project: Project) -> Iterator[Finding]:
    """A macro is described, used, and found in a file of its name."""
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in READERS
        for path in sorted((project.root / folder).rglob("*"))
        if path.suffix in (".sql", ".yml", ".py") and "convention" not in path.name
    )
    text += (project.root / "dbt_project.yml").read_text(encoding="utf-8")
    described = {
        macro["name"]: macro.get("description") for macro in project.manifest["macros"].values()
    }
    for path in sorted((project.root / "macros").rglob("*.sql")):
        yield from macro_file_findings(path, project, text, described)


def macro_file_findings(
    path: Path, project: Project, text: str, described: dict[str, str | None]
) -> Iterator[Finding]:
    """The findings of one macro file."""
    name = relative(path, project.root)
    code = path.read_text(encoding="utf-8")
    found = list(re.finditer(r"\{%-?\s*macro\s+(\w+)", code))
    if found and not name.startswith(ENGINE) and found[0].group(1) != path.stem:
        message = f"the first macro is {found[0].group(1)}"
        yield Finding(name, 1, "macro", message, "name the file after its first macro")
    previous_end = 0
    for match in found:
        macro = match.group(1)
        line = code.count("\n", 0, match.start()) + 1
        is_engine_variant = re.match(r"(default|duckdb|spark|postgres)__", macro)
        before = code[previous_end : match.start()]
        previous_end = match.end()
        if is_engine_variant:
            continue
        if "#}" not in before and not described.get(macro):
            fix = "say above it, in {# #}, what it returns and why it is there"
            yield Finding(name, line, "macro", f"macro {macro} is not described", fix)
        uses = len(re.findall(rf"\b{macro}\b", text)) - len(
            re.findall(rf"macro\s+{macro}\b|name: {macro}\b", text)
        )
        if uses < 1 and not name.startswith(CALLED_BY_DBT):
            yield Finding(name, line, "macro", f"macro {macro} is never used", "remove it")


def check_test_files(project: Project) -> Iterator[Finding]:
    """A singular test lies where the models lie that it is about, and opens with what it proves."""
    tests = project.root / "tests"
    for path in sorted(tests.rglob("*.sql")):
        name = relative(path, project.root)
        folders = path.relative_to(tests).parts[:-1]
        if folders[:1] == ("generic",):
            continue
        home = Path(*folders) if folders else Path()
        places = [project.root / "models" / home, project.root / "models" / "marts" / home]
        is_free = bool(folders) and folders[0] in FREE_TEST_FOLDERS
        if not folders or not (is_free or any(place.is_dir() for place in places)):
            fix = "move it to tests/<layer>/<folder>/"
            yield Finding(name, 1, "test", "no models lie in a folder like this test's", fix)
        if not path.stem.startswith("assert_"):
            yield Finding(
                name, 1, "test", "the test's name is no fact", "call it assert_<fact>.sql"
            )
        if not path.read_text(encoding="utf-8").startswith("-- "):
            fix = "open with `-- <the sentence that the test proves>`"
            yield Finding(name, 1, "test", "the test does not say what it proves", fix)
