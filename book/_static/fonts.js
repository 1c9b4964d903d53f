// The fonts of formulas and icons stand in the stylesheets (book/_ext/fonts_inside.py). Unpack them before the first
// paint, so that no line moves.
{
  const upright = ["AMS", "Caligraphic", "Main", "Size1", "Size2", "Size3", "Size4"].map((name) => `1em KaTeX_${name}`);
  const others = ["bold 1em KaTeX_Main", "italic 1em KaTeX_Math", "900 1em 'Font Awesome 6 Free'"];
  for (const font of [...upright, ...others]) document.fonts.load(font);
}
