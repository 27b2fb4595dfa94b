"""From drafts to the plan (計画の組立て): initiatives, sections, further columns."""
