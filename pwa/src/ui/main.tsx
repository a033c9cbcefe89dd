import { render } from "preact";
import "./look/look.css";
import { App } from "./app.tsx";

const root = document.getElementById("app");
if (root) render(<App />, root);
