"""The tables of a policy as clauses: where to go, what it is about, ways in, rewards, documents."""

from collections.abc import Iterator, Mapping, Sequence

from meldpunt.policy.rules.catalogue import KINDS_OF_WEAKNESS, SOURCES
from meldpunt.policy.rules.catalogue.mechanisms import OF_TABLES, OF_WAYS
from meldpunt.policy.rules.showing.filling import shown
from meldpunt.policy.rules.showing.words import (
    EVERYTHING,
    LANGUAGES,
    MATTERS,
    MONEY,
    OR,
    PREFERRED,
    RESTS,
    SEVERITIES,
    SIZES,
    WAYS,
)
from meldpunt.policy.terms import (
    Currency,
    Document,
    DocumentFile,
    OtherChannel,
    PolicyText,
    Rest,
    Reward,
    RewardStep,
    Section,
    ShownClause,
    ThirdParty,
)


def elsewhere(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield the other channels, which are shown before the form."""
    for channel in policy.other_channel:
        name = "elsewhere." + "+".join(matter.value for matter in channel.about)
        yield ShownClause(name, Section.ELSEWHERE, _channel(channel))


def scope(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield what the policy is about, and what it is not about."""
    inside, outside = ", ".join(policy.scope.inside), ", ".join(policy.scope.outside)
    if inside:
        texts = {"nl": f"Dit beleid geldt voor: {inside}.", "en": f"This policy holds for: {inside}."}
        yield ShownClause("scope.inside", Section.SCOPE, texts)
    if outside:
        texts = {"nl": f"Dit beleid geldt niet voor: {outside}.", "en": f"This policy does not hold for: {outside}."}
        yield ShownClause("scope.outside", Section.SCOPE, texts)
    everything = policy.scope.rest is Rest.INSIDE and not inside
    yield ShownClause(
        "scope.rest", Section.SCOPE, EVERYTHING[bool(outside)] if everything else RESTS[policy.scope.rest]
    )
    for party in policy.scope.third_party:
        yield ShownClause(f"scope.third_party.{party.name}", Section.SCOPE, _third_party(party))


def brands(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield whose policy this is and the brands that have it too, in words that are true on the page of each of them."""
    names = ", ".join(brand.name for brand in policy.brand)
    if names:
        whose = policy.organisation.name
        texts = {
            "nl": f"Dit is het beleid van {whose}. Het geldt voor al onze merken: {names}.",
            "en": f"This is the policy of {whose}. It holds for all our brands: {names}.",
        }
        yield ShownClause("brands", Section.SCOPE, texts)


def excluded(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield the kinds of weakness that need no report."""
    for kind in policy.excluded.kinds:
        texts = {language: _sentence(text) for language, text in KINDS_OF_WEAKNESS[kind].texts.items()}
        yield ShownClause(f"excluded.{kind}", Section.EXCLUDED, texts)
    for own in policy.excluded.own:
        yield ShownClause(f"excluded.own.{own.id}", Section.EXCLUDED, own.text.given())


def ways_in(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield the ways in; the first is the one preferred."""
    for number, way in enumerate(policy.way_in):
        name = f"way_in.{way.kind}" + (f".{way.address}" if way.address else "")
        values = {"address": way.address or "", "name": way.name or way.address or ""}
        preferred = PREFERRED if number == 0 and len(policy.way_in) > 1 else {}
        texts = {
            language: WAYS[way.kind][language].format(**values) + preferred.get(language, "") for language in LANGUAGES
        }
        yield ShownClause(name, Section.WAYS_IN, texts, OF_WAYS[way.kind].kept_by_people)


def contact(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield where people reach the organisation about security, as far as that is no way in already."""
    ways = {str(way.address) for way in policy.way_in}
    given = (policy.contact.mail, policy.contact.phone, policy.contact.page)
    places = ", ".join(each for each in given if each and str(each) not in ways)
    if places:
        texts = {
            "nl": f"U kunt ons over veiligheid ook zo bereiken: {places}.",
            "en": f"You can also reach us about security here: {places}.",
        }
        yield ShownClause("contact", Section.WAYS_IN, texts)


def based_on(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield the model texts that the policy was made from."""
    sources = "; ".join(" ".join(part for part in SOURCES[name] if part) for name in policy.based_on)
    if sources:
        texts = {"nl": f"Dit beleid is gebaseerd op: {sources}", "en": f"This policy is based on: {sources}"}
        yield ShownClause("based_on", Section.INFORMATION, texts)


def rewards(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield what a finder may expect, step by step, and for what."""
    if policy.reward is None:
        return
    yield shown("reward_offered", Section.REWARD)
    for step in policy.reward.step:
        name = f"reward.{step.severity}" + (f".{step.size}" if step.size else "")
        yield ShownClause(name, Section.REWARD, _step(policy.reward, step), OF_TABLES[Section.REWARD].kept_by_people)
    if policy.reward.first_reporter_only:
        yield shown("reward_first_only", Section.REWARD)
    if policy.reward.unknown_only:
        yield shown("reward_unknown_only", Section.REWARD)


def documents(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield the documents that hold beside the policy, each with the version and digest that is accepted."""
    for document in policy.document:
        files = {"nl": document.nl or document.en, "en": document.en or document.nl}
        texts = {language: _document(document, file, language) for language, file in files.items() if file is not None}
        yield ShownClause(f"document.{document.id}", Section.DOCUMENTS, texts)


def _document(document: Document, file: DocumentFile, language: str) -> str:
    """Name a document so that what is accepted is beyond doubt: title, version, file and digest."""
    title = document.title.given().get(language, document.id)
    version = {"nl": "versie", "en": "version"}[language]
    return f"{title}, {version} {document.version}: {file.file} (SHA-256 {file.sha256})"


def _sentence(words: str) -> str:
    """Begin with a capital."""
    return words[:1].upper() + words[1:]


def _channel(channel: OtherChannel) -> Mapping[str, str]:
    places = ", ".join(each for each in (channel.page, channel.mail, channel.phone) if each)
    about = {language: _or([MATTERS[each][language] for each in channel.about], OR[language]) for language in LANGUAGES}
    return {
        "nl": f"Deze pagina is niet voor {about['nl']}. Ga daarvoor naar: {places}.",
        "en": f"This page is not for {about['en']}. For that, go to: {places}.",
    }


def _or(words: Sequence[str], last: str) -> str:
    """Return words as people list them: `fraud, phishing or complaints`."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def _third_party(party: ThirdParty) -> Mapping[str, str]:
    assets = f" ({', '.join(party.assets)})" if party.assets else ""
    where = str(party.report_to or "")
    return {
        "nl": f"Niet van ons: {party.name}{assets}." + (f" Meld het bij {where}." if where else ""),
        "en": f"Not ours: {party.name}{assets}." + (f" Report it to {where}." if where else ""),
    }


def _step(reward: Reward, step: RewardStep) -> Mapping[str, str]:
    gifts = step.gift.given() if step.gift else {}
    texts = {}
    for language, until in (("nl", "tot"), ("en", "to")):
        size = f", {SIZES[step.size][language]}" if step.size else ""
        least, most = (_money(each, reward.currency, language) for each in (step.least, step.most))
        money = most if least == most else f"{least} {until} {most}"
        given = [each for each in (money, gifts.get(language, "")) if each]
        texts[language] = f"{SEVERITIES[step.severity][language]}{size}: {' + '.join(given)}."
    return texts


def _money(amount: int | None, currency: Currency, language: str) -> str:
    """Write an amount as the language does; nothing where none is named."""
    if amount is None:
        return ""
    number, sign = f"{amount:,}", MONEY.get(currency, f"{currency}\N{NO-BREAK SPACE}")
    if language == "en":
        return sign + number
    return f"{sign.rstrip()}\N{NO-BREAK SPACE}{number.replace(',', '.')}"
