// Everything works without this file: it only makes things quicker to use.
import { listenForDialogs } from "./dialogs.js";
import { listenForFocus } from "./focus.js";
import { listenForPasskeys } from "./passkeys.js";
import { readFragment } from "./fragment.js";
import { listenForTheme } from "./theme-switch.js";
import { listenForUnanswered } from "./unanswered.js";
import { listenForUploads } from "./upload.js";

listenForTheme(document);
listenForUploads(document);
listenForDialogs(document);
listenForFocus(document);
listenForUnanswered(document);
listenForPasskeys(document);
readFragment(document);
