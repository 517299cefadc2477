import * as path from "node:path";
import * as vscode from "vscode";

/** A piece of a line of the report; with a `uri` it leads to a place in the source. */
export interface Piece {
    text: string;
    ink: Ink;
    uri?: string;
    line?: number;
    character?: number;
}

export type Line = Piece[];

type Ink = "plain" | "strong" | "quiet" | "trained" | "masked" | "padding" | "passed" | "failed" | "place";

const SCHEME = "lossguard-report";

/** Else the name, which ends like the source's, would make it Python. */
const LANGUAGE = "lossguard-report";

const OPEN_PLACE = "lossguard.openPlace";

const LOOKS: Partial<Record<Ink, vscode.DecorationRenderOptions>> = {
    strong: { fontWeight: "bold" },
    quiet: { color: new vscode.ThemeColor("descriptionForeground") },
    trained: { backgroundColor: new vscode.ThemeColor("diffEditor.insertedTextBackground") },
    masked: { color: new vscode.ThemeColor("charts.orange") },
    padding: { color: new vscode.ThemeColor("disabledForeground"), fontStyle: "italic" },
    passed: { color: new vscode.ThemeColor("testing.iconPassed") },
    failed: { color: new vscode.ThemeColor("errorForeground"), fontWeight: "bold" },
};

/** The last report of each document, shown in a read-only document of its own: text, colours, links to the source. */
export class DryRunReports
    implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, vscode.Disposable
{
    private readonly changed = new vscode.EventEmitter<vscode.Uri>();
    private readonly reports = new Map<string, Line[]>();
    private readonly looks = new Map<Ink, vscode.TextEditorDecorationType>();
    private readonly subscriptions: vscode.Disposable;
    private last: vscode.Uri | undefined;

    readonly onDidChange = this.changed.event;

    constructor() {
        for (const [ink, look] of Object.entries(LOOKS)) {
            this.looks.set(ink as Ink, vscode.window.createTextEditorDecorationType(look));
        }
        this.subscriptions = vscode.Disposable.from(
            this.changed,
            ...this.looks.values(),
            vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
            vscode.languages.registerDocumentLinkProvider({ scheme: SCHEME }, this),
            vscode.commands.registerCommand(OPEN_PLACE, openPlace),
            vscode.window.onDidChangeVisibleTextEditors((editors) => {
                editors.forEach((editor) => {
                    this.paint(editor);
                });
            }),
            vscode.workspace.onDidChangeTextDocument(({ document }) => {
                vscode.window.visibleTextEditors
                    .filter((editor) => editor.document === document)
                    .forEach((editor) => {
                        this.paint(editor);
                    });
            }),
        );
    }

    dispose(): void {
        this.subscriptions.dispose();
    }

    /** Another report of a source; where the last one is shown, this takes its place. */
    keep(source: vscode.Uri, report: Line[]): void {
        this.last = uriOf(source);
        this.reports.set(this.last.toString(), report);
        this.changed.fire(this.last);
    }

    show(source: vscode.Uri): Promise<void> {
        return this.open(uriOf(source));
    }

    async showLast(): Promise<void> {
        if (this.last === undefined) {
            void vscode.window.showInformationMessage(vscode.l10n.t("No dry run has been made in this window."));
        } else {
            await this.open(this.last);
        }
    }

    provideTextDocumentContent(uri: vscode.Uri): string {
        return (this.reports.get(uri.toString()) ?? [])
            .map((line) => line.map((piece) => piece.text).join(""))
            .join("\n");
    }

    provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
        return [...this.places(document)].flatMap(([piece, range]) => {
            if (piece.uri === undefined) {
                return [];
            }
            // By a command: a URI has no way to name a line of a notebook's cell.
            const place = encodeURIComponent(JSON.stringify([piece.uri, piece.line ?? 0, piece.character ?? 0]));
            return [new vscode.DocumentLink(range, vscode.Uri.parse(`command:${OPEN_PLACE}?${place}`))];
        });
    }

    private async open(uri: vscode.Uri): Promise<void> {
        const document = await vscode.languages.setTextDocumentLanguage(
            await vscode.workspace.openTextDocument(uri),
            LANGUAGE,
        );
        const editor = await vscode.window.showTextDocument(document, {
            viewColumn: vscode.ViewColumn.Beside,
            preserveFocus: true,
            preview: true,
        });
        this.paint(editor);
    }

    private paint(editor: vscode.TextEditor): void {
        if (editor.document.uri.scheme !== SCHEME) {
            return;
        }
        const ranges = new Map<Ink, vscode.Range[]>();
        for (const [piece, range] of this.places(editor.document)) {
            ranges.set(piece.ink, [...(ranges.get(piece.ink) ?? []), range]);
        }
        for (const [ink, look] of this.looks) {
            editor.setDecorations(look, ranges.get(ink) ?? []);
        }
    }

    private *places(document: vscode.TextDocument): Generator<[Piece, vscode.Range]> {
        for (const [row, line] of (this.reports.get(document.uri.toString()) ?? []).entries()) {
            let column = 0;
            for (const piece of line) {
                yield [piece, new vscode.Range(row, column, row, column + piece.text.length)];
                column += piece.text.length;
            }
        }
    }
}

/** Shows a place of a script or of a notebook's cell, where its document is shown already if it is. */
async function openPlace(target: string, line: number, character: number): Promise<void> {
    const uri = vscode.Uri.parse(target);
    const cell = vscode.workspace.notebookDocuments
        .flatMap((notebook) => notebook.getCells())
        .find((one) => one.document.uri.toString() === uri.toString());
    if (cell !== undefined) {
        const range = new vscode.NotebookRange(cell.index, cell.index + 1);
        const viewColumn = vscode.window.visibleNotebookEditors.find(
            (editor) => editor.notebook === cell.notebook,
        )?.viewColumn;
        await vscode.window.showNotebookDocument(cell.notebook, {
            selections: [range],
            viewColumn: viewColumn ?? vscode.ViewColumn.One,
        });
        return;
    }
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
    await vscode.window.showTextDocument(uri, {
        selection: new vscode.Range(line, character, line, character),
        viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    });
}

/** Named after its source, which the query tells apart from others of the same name. */
function uriOf(source: vscode.Uri): vscode.Uri {
    const name = vscode.l10n.t("Dry run of {0}", path.basename(source.path));
    return vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: source.toString() });
}
