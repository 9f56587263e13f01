"""People, teams and the registers in the CMS: lists, forms, choosers, exports."""
