"""The look of the web doors: base templates, components, styles, icons and the words around dates. It knows no rules and no pages."""
