// Front end of resilience_helpers.explore: native controls, one image, one spoken line.
const WAIT = 120; // ms without a move before the kernel is asked for a new figure

function makeInput(control) {
  if (control.kind === "select") {
    const list = document.createElement("select");
    for (const option of control.options) list.add(new Option(option, option));
    return list;
  }
  const input = document.createElement("input");
  input.type = control.kind;
  if (control.kind === "checkbox") input.style.justifySelf = "start";
  if (control.kind === "range") {
    input.min = control.low;
    input.max = control.high;
    input.step = control.step;
  }
  return input;
}

function read(control, input) {
  if (control.kind === "range") return Number(input.value);
  return control.kind === "checkbox" ? input.checked : input.value;
}

function write(control, input, value) {
  if (control.kind === "checkbox") input.checked = value;
  else input.value = value;
}

function render({ model, el }) {
  const stamp = Math.random().toString(36).slice(2);
  const form = document.createElement("div");
  form.setAttribute("role", "group");
  // two controls a line where there is room: the figure moves up into view
  form.style.cssText = "display:grid;grid-template-columns:repeat(auto-fit,minmax(26em,1fr));gap:.4em 2em;max-width:72em;margin:.5em 0";
  const rows = model.get("controls").map((control) => {
    const input = makeInput(control);
    // else JupyterLab takes the arrow keys from the control to move between cells
    input.dataset.lmSuppressShortcuts = "true";
    input.id = `explore-${control.name}-${stamp}`;
    const label = document.createElement("label");
    label.htmlFor = input.id;
    label.textContent = control.label;
    const shown = document.createElement("output");
    shown.htmlFor = input.id;
    const line = document.createElement("div");
    line.style.cssText = "display:grid;grid-template-columns:15em minmax(6em,20em) 3.5em;gap:.8em;align-items:center";
    line.append(label, input, shown);
    form.append(line);
    return { control, input, shown };
  });
  const image = document.createElement("img");
  image.style.maxWidth = "100%";
  const spoken = document.createElement("p");
  spoken.setAttribute("aria-live", "polite");
  spoken.style.cssText = "font-size:.9em;margin:.3em 0";
  el.append(form, image, spoken);

  const showValues = () => {
    const values = model.get("values");
    for (const { control, input, shown } of rows) {
      write(control, input, values[control.name]);
      shown.textContent = control.kind === "range" ? values[control.name] : "";
    }
  };
  const showPicture = () => {
    const { source, alt } = model.get("picture");
    image.hidden = source === "";
    if (source !== "") image.src = source;
    image.alt = alt;
    spoken.textContent = alt;
  };
  let timer;
  form.addEventListener("input", () => {
    for (const { control, input, shown } of rows) {
      if (control.kind === "range") shown.textContent = input.value;
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      const values = {};
      for (const { control, input } of rows) values[control.name] = read(control, input);
      model.set("values", values);
      model.save_changes();
    }, WAIT);
  });
  model.on("change:values", showValues);
  model.on("change:picture", showPicture);
  showValues();
  showPicture();
  return () => {
    clearTimeout(timer);
    model.off("change:values", showValues);
    model.off("change:picture", showPicture);
  };
}

export default { render };
