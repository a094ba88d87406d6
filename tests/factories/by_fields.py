"""The policy by fields, as a browser has it."""

import html
import re

from django.test import Client

HERE = "/desk/policy/fields"


def form(desk: Client, part: str) -> dict[str, str]:
    """Return what a browser would send of a section that was just opened."""
    page = html.unescape(desk.get(f"{HERE}/{part}").text).partition('class="by-fields"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', page))
    ticked = set(re.findall(r'<input type="checkbox"[^>]*? name="([^"]+)" value="yes" checked', page))
    boxes = set(re.findall(r'<input type="checkbox"[^>]*? name="([^"]+)"', page))
    sent = {name: value for name, value in sent.items() if name not in boxes or name in ticked}
    sent |= {
        name: text.removeprefix("\n")
        for name, text in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    }
    for name, options in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        sent[name] = next(iter(re.findall(r'<option value="([^"]*)" selected', options)), "")
    return sent


def draft(desk: Client) -> str:
    """Return the text that somebody goes on with."""
    page = desk.get("/desk/policy?draft=1").text
    return html.unescape(page.partition('id="text"')[2].partition(">\n")[2].partition("</textarea>")[0])


def after(desk: Client, query: str = "") -> str:
    """Return the version that the text in the editor began from, as its form says it."""
    return desk.get(f"/desk/policy{query}").text.partition('name="after" value="')[2].partition('"')[0]
