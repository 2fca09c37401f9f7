// The arguments of a tool, as its input schema declares them. The schema is the server's: read with bounds, never followed blindly.
const deepest = 4;
const most = 120;

/** A step of a path as conditions write it. */
export function step(name) {
  return "." + name.replace(/[\\.[\]]/g, sign => "\\" + sign);
}

function typeOf(schema) {
  const type = Array.isArray(schema.type) ? schema.type.find(one => one !== "null") : schema.type;
  if (type === "integer") return "number";
  if (["string", "number", "boolean", "array", "object"].includes(type)) return type;
  if (schema.properties) return "object";
  return Array.isArray(schema.enum) && schema.enum.every(one => typeof one === "string") ? "string" : "any";
}

function resolve(root, schema) {
  if (typeof schema?.$ref !== "string" || !schema.$ref.startsWith("#/")) return schema;
  let at = root;
  for (const part of schema.$ref.slice(2).split("/")) at = at?.[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  return at;
}

/** Fields: { path, type, choices, isRequired, description }, in the schema's order; `[*]` is every element of an array. */
export function fieldsOf(schema) {
  const fields = [];
  const isObject = one => one !== null && typeof one === "object" && !Array.isArray(one);

  function walk(raw, path, isRequired, depth) {
    const one = resolve(schema, raw);
    if (!isObject(one) || fields.length >= most) return;
    const type = typeOf(one);
    if (path !== "args") {
      const choices = Array.isArray(one.enum) ? one.enum.filter(each => each === null || typeof each !== "object").slice(0, 200) : [];
      const description = typeof one.description === "string" ? one.description.slice(0, 400) : "";
      fields.push({ path, type, choices, isRequired, description });
    }
    if (depth === deepest) return;
    if (type === "array") walk(one.items, path + "[*]", isRequired, depth + 1);
    if (!isObject(one.properties)) return;
    const required = Array.isArray(one.required) ? one.required : [];
    for (const [name, part] of Object.entries(one.properties)) {
      if (name !== "") walk(part, path + step(name), required.includes(name), depth + 1);
    }
  }

  if (isObject(schema)) walk(schema, "args", true, 0);
  return fields.filter(one => (one.path.match(/\[\*\]/g) ?? []).length <= 2);
}

/** A value to begin with for a call of the tool: what is required, and what has only one spelling. */
export function exampleOf(schema) {
  const call = {};
  for (const one of fieldsOf(schema)) {
    if (!one.isRequired || !/^args\.[^.[\]\\]+$/.test(one.path)) continue;
    call[one.path.slice(5)] = one.choices.length > 0 ? one.choices[0]
      : { string: "", number: 0, boolean: false, array: [], object: {} }[one.type] ?? null;
  }
  return call;
}
