// Lists the routes of openapi.json, each with a form to try it. Everything is put in as text.
"use strict";

function element(name, members, ...children) {
  const made = Object.assign(document.createElement(name), members);
  made.append(...children);
  return made;
}

function words(schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.enum) return schema.enum.join(" | ");
  const any = schema.oneOf || schema.anyOf;
  if (any) return any.map((one) => one.const ?? words(one)).join(" | ");
  if (schema.type === "array") return "list of " + (words(schema.items) || "values");
  const bounds = [schema.minimum, schema.maximum].some((n) => n !== undefined)
    ? ` (${schema.minimum ?? ""}..${schema.maximum ?? ""})` : "";
  return [].concat(schema.type ?? "").join(" | ") + (schema.format ? ` ${schema.format}` : "") + bounds;
}

function routeOf(path, method, operation, csrf) {
  const inputs = [];
  const rows = (operation.parameters ?? []).filter((p) => p.in !== "header").map((parameter) => {
    const input = element("input", { ariaLabel: parameter.name });
    inputs.push([parameter, input]);
    return element("tr", {},
      element("td", {}, element("code", { textContent: parameter.name + (parameter.required ? " *" : "") })),
      element("td", {}, input),
      element("td", {}, element("small", { textContent: `${words(parameter.schema)}. ${parameter.description ?? ""}` })));
  });
  const body = operation.requestBody ? element("textarea", { ariaLabel: "body", value: "{}" }) : null;
  const out = element("pre", { hidden: true });
  const send = element("button", { textContent: "Send", type: "submit" });
  const form = element("form", {}, element("table", {}, ...rows), ...(body ? [body] : []), send, out);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let url = path;
    const query = new URLSearchParams();
    for (const [parameter, input] of inputs) {
      if (parameter.in === "path") url = url.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
      else if (input.value) query.set(parameter.name, input.value);
    }
    if ([...query].length) url += `?${query}`;
    const options = { method: method.toUpperCase(), headers: {} };
    if (method !== "get") options.headers["X-Athir-CSRF"] = csrf;
    if (body) {
      options.headers["Content-Type"] = "application/json";
      options.body = body.value;
    }
    out.hidden = false;
    out.textContent = "…";
    const answer = await fetch(url, options);
    const text = await answer.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* it is no JSON */ }
    out.textContent = `${options.method} ${url}\n${answer.status} ${answer.headers.get("content-type") ?? ""}\n\n${shown}`;
  });
  const answer = operation.responses["200"]?.content?.["application/json"]?.schema;
  return element("details", {},
    element("summary", {},
      element("span", { className: "method", textContent: method.toUpperCase() }),
      element("code", { textContent: path }), ` ${operation.summary ?? ""}`),
    element("p", {}, element("small", { textContent: answer ? `Answers with ${words(answer)}.` : "" })),
    form);
}

async function start() {
  const [described, me] = await Promise.all(
    ["/api/openapi.json", "/api/me"].map(async (url) => (await fetch(url)).json()));
  const list = document.getElementById("routes");
  for (const [path, methods] of Object.entries(described.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      list.append(routeOf(path, method, operation, me.csrf ?? ""));
    }
  }
  document.getElementById("find").addEventListener("input", (event) => {
    const asked = event.target.value.toLowerCase();
    for (const one of list.children) one.hidden = !one.textContent.toLowerCase().includes(asked);
  });
}

start();
