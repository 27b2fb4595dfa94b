"""Name the repository that a release is built from, in the package's metadata (公開元).

The build backend runs this as a metadata hook. A hosted workflow says where it runs, so that
a fork's release points to the fork; a wheel built elsewhere carries no address.
"""

import os

from hatchling.metadata.plugin.interface import MetadataHookInterface


class ProjectUrls(MetadataHookInterface):
    """Set `project.urls` from the repository that the workflow runs in."""

    def update(self, metadata: dict[str, object]) -> None:
        """Add the addresses of source, documentation, changes and issues."""
        repository = os.environ.get("GITHUB_REPOSITORY")
        if not repository:
            return
        home = f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{repository}"
        metadata["urls"] = {
            "Source": home,
            "Documentation": f"{home}/blob/main/docs/index.md",
            "Changelog": f"{home}/blob/main/CHANGELOG.md",
            "Issues": f"{home}/issues",
        }
