using Spectre.Console;

namespace Gatehouse.Cli.Output;

/// <summary>A table for a person's terminal: cells wrap to its width.</summary>
internal static class DrawnTable
{
    public static void Write(string[] headings, IReadOnlyList<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))));
        }

        // SECURITY: `Text`, not markup: brackets in a cell are brackets.
        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(Visible.Text(cell))));
        }

        AnsiConsole.Write(table);
    }
}
