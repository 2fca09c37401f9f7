using Spectre.Console;

namespace Gatehouse.Cli.Output;

/// <summary>A table for a person's terminal: cells wrap to its width.</summary>
internal static class DrawnTable
{
    public static void Write(string[] headings, IReadOnlyList<string[]> rows, Func<string, Tone>? tone)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))));
        }

        // SECURITY: `Text`, not markup: brackets in a cell are brackets.
        foreach (var row in rows)
        {
            table.AddRow(row.Select((cell, column) => new Text(Visible.Text(cell), column == 0 && tone is not null ? StyleOf(tone(cell)) : default(Style?))));
        }

        AnsiConsole.Write(table);
    }

    private static Style? StyleOf(Tone tone) => ColorOf(tone) is { } color ? new Style(color) : default(Style?);

    private static Color? ColorOf(Tone tone) => tone switch
    {
        Tone.Good => Color.Green,
        Tone.Bad => Color.Red,
        Tone.Careful => Color.Yellow,
        _ => (Color?)null,
    };
}
