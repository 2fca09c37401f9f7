namespace Gatehouse.Cli.Output;

/// <summary>A table for pipes and files: columns by blanks, nothing cut.</summary>
internal static class PlainTable
{
    public static void Write(TextWriter output, string[] headings, IReadOnlyList<string[]> rows)
    {
        string[][] all = [headings, .. rows.Select(row => row.Select(Visible.Text).ToArray())];
        var widths = headings.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
        {
            output.Write(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd() + "\n");
        }
    }
}
