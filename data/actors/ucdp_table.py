"""Writes ucdp.tsv from the UCDP actor list.

Usage: python3 ucdp_table.py ucdp_actors.jsonl > ucdp.tsv

Each input line is a JSON object with the UCDP id, name, aliases, type, locations, first and last year of
recorded violence and relations. States are left out: states.toml carries their ids.
"""

import json
import re
import sys

ISO = {
    "Afghanistan": "AF", "Albania": "AL", "Algeria": "DZ", "Angola": "AO", "Argentina": "AR", "Armenia": "AM",
    "Australia": "AU", "Austria": "AT", "Azerbaijan": "AZ", "Bahrain": "BH", "Bangladesh": "BD", "Belarus": "BY",
    "Belgium": "BE", "Benin": "BJ", "Bhutan": "BT", "Bolivia": "BO", "Bosnia-Herzegovina": "BA", "Botswana": "BW",
    "Brazil": "BR", "Bulgaria": "BG", "Burkina Faso": "BF", "Burundi": "BI", "Cambodia (Kampuchea)": "KH",
    "Cameroon": "CM", "Canada": "CA", "Central African Republic": "CF", "Chad": "TD", "Chile": "CL", "China": "CN",
    "Colombia": "CO", "Comoros": "KM", "Congo": "CG", "Costa Rica": "CR", "Croatia": "HR", "Cuba": "CU",
    "Cyprus": "CY", "Czech Republic": "CZ", "DR Congo (Zaire)": "CD", "Denmark": "DK", "Djibouti": "DJ",
    "Dominican Republic": "DO", "East Timor": "TL", "Ecuador": "EC", "Egypt": "EG", "El Salvador": "SV",
    "Eritrea": "ER", "Estonia": "EE", "Ethiopia": "ET", "Fiji": "FJ", "Finland": "FI", "France": "FR",
    "Gabon": "GA", "Gambia": "GM", "Georgia": "GE", "Germany": "DE", "Ghana": "GH", "Greece": "GR", "Grenada": "GD",
    "Guatemala": "GT", "Guinea": "GN", "Guinea-Bissau": "GW", "Guyana": "GY", "Haiti": "HT", "Honduras": "HN",
    "Hungary": "HU", "India": "IN", "Indonesia": "ID", "Iran": "IR", "Iraq": "IQ", "Ireland": "IE", "Israel": "IL",
    "Italy": "IT", "Ivory Coast": "CI", "Jamaica": "JM", "Japan": "JP", "Jordan": "JO", "Kazakhstan": "KZ",
    "Kenya": "KE", "Kosovo": "XK", "Kuwait": "KW", "Kyrgyzstan": "KG", "Laos": "LA", "Latvia": "LV",
    "Lebanon": "LB", "Lesotho": "LS", "Liberia": "LR", "Libya": "LY", "Madagascar": "MG", "Madagascar (Malagasy)": "MG", "Brunei": "BN", "Malawi": "MW",
    "Malaysia": "MY", "Mali": "ML", "Malta": "MT", "Mauritania": "MR", "Mexico": "MX", "Moldova": "MD",
    "Mongolia": "MN", "Montenegro": "ME", "Morocco": "MA", "Mozambique": "MZ", "Myanmar (Burma)": "MM",
    "Namibia": "NA", "Nepal": "NP", "Netherlands": "NL", "New Zealand": "NZ", "Nicaragua": "NI", "Niger": "NE",
    "Nigeria": "NG", "North Korea": "KP", "North Macedonia": "MK", "Norway": "NO", "Oman": "OM", "Pakistan": "PK",
    "Panama": "PA", "Papua New Guinea": "PG", "Paraguay": "PY", "Peru": "PE", "Philippines": "PH", "Poland": "PL",
    "Portugal": "PT", "Qatar": "QA", "Romania": "RO", "Russia (Soviet Union)": "RU", "Rwanda": "RW",
    "Saudi Arabia": "SA", "Senegal": "SN", "Serbia (Yugoslavia)": "RS", "Sierra Leone": "SL", "Singapore": "SG",
    "Solomon Islands": "SB", "Somalia": "SO", "South Africa": "ZA", "South Korea": "KR", "South Sudan": "SS",
    "Spain": "ES", "Sri Lanka": "LK", "Sudan": "SD", "Suriname": "SR", "Swaziland": "SZ",
    "eSwatini (Swaziland)": "SZ", "Sweden": "SE", "Switzerland": "CH", "Syria": "SY", "Taiwan": "TW",
    "Tajikistan": "TJ", "Tanzania": "TZ", "Thailand": "TH", "Togo": "TG", "Trinidad and Tobago": "TT",
    "Tunisia": "TN", "Turkey": "TR", "Turkmenistan": "TM", "Uganda": "UG", "Ukraine": "UA",
    "United Arab Emirates": "AE", "United Kingdom": "GB", "United States of America": "US", "Uruguay": "UY",
    "Uzbekistan": "UZ", "Venezuela": "VE", "Vietnam (North Vietnam)": "VN", "Yemen (North Yemen)": "YE",
    "Zambia": "ZM", "Zimbabwe (Rhodesia)": "ZW", "South Vietnam": "VN", "South Yemen": "YE", "Hyderabad": "IN",
}
KINDS = {"nonstate_formal": "group", "nonstate_informal": "group", "nonstate_identity": "people"}
# Single words that mean something else far more often than the actor. As a further name they are left out;
# as the name itself they get "people" or "group" behind them.
COMMON_WORDS = {
    "Afar", "Ale", "Arab", "Ari", "Armenian", "Azeri", "Black", "Burkinabe", "Elements", "Highlanders", "Indian",
    "Jole", "Kyrgyz", "Massa", "Mauritanian", "Neutral", "Neutralists", "Outlaws", "Pan", "Reclamation",
    "Rehabilitation", "Retour", "Return", "Royalists", "Senegalese", "Somali", "Spanish", "Spiders", "Suri",
    "Tibet", "Union", "Uzbek", "Zintan",
}
# A translation that is the usual name of another actor: Darul Islam is not the Islamic State.
MISLEADING = {"217 Islamic State"}
RELATIONS = {"splinter_of": "split-from", "merged_into": "merged-into", "joined_alliance": "ally-of"}


def clean(text):
    return re.sub(r"\s+", " ", re.sub(r"[\t\u200b-\u200f|]", " ", text)).strip(" ,;")


def main(path):
    actors = [json.loads(line) for line in open(path, encoding="utf-8")]
    rows = {}
    for actor in actors:
        if not actor["id"] or actor["type"] not in KINDS:
            continue
        number = int(actor["id"].split(":")[1])
        names = []
        for alias in actor["aliases"]:
            for part in re.split(r"[,;]\s*|\s/\s", alias):
                part = clean(part)
                if re.fullmatch(r"The \w+", part):
                    continue  # "The Base", "The Family": a translation that nobody writes
                if len(part) > 1 and part != actor["name"] and part not in names and part != "n/a" and part not in COMMON_WORDS and f"{number} {part}" not in MISLEADING:
                    names.append(part)
        rows[number] = (actor, names)
    print("id\tkind\tname\tcountries\tfirst\tlast\tnames\trelations")
    for number in sorted(rows):
        actor, names = rows[number]
        countries = []
        for place in actor["locations"]:
            code = ISO.get(place)
            if code is None:
                print(f"no ISO code for {place}", file=sys.stderr)
            elif code not in countries:
                countries.append(code)
        name, kind = clean(actor["name"]), KINDS[actor["type"]]
        if name in COMMON_WORDS:
            name = f"{name} people" if kind == "people" else f"{name} group"
        first, last = actor["active_years"] or ("", "")
        relations = []
        for relation in actor["relations"]:
            standing = RELATIONS.get(relation["rel"])
            target = relation.get("id")
            if standing and target and int(target.split(":")[1]) in rows and target != actor["id"]:
                word = f"{standing}:{target.split(':')[1]}"
                if word not in relations:
                    relations.append(word)
        print(number, kind, name, ",".join(countries), first, last,
              "|".join(names), ",".join(relations), sep="\t")


if __name__ == "__main__":
    main(sys.argv[1])
