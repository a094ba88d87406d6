"""The look of the web doors: base templates, components, styles, icons, dates in words. It knows no rules."""
