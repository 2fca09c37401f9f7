using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gatehouse.Cli.Output;

/// <summary>A line whose words are ours and whose holes are not: every hole is escaped, so none can be forgotten.</summary>
[InterpolatedStringHandler]
internal readonly ref struct VisibleLine
{
    private readonly StringBuilder _text;
    private readonly bool _hasColour;

    public VisibleLine(int literalLength, int formattedCount, Terminal terminal) =>
        (_text, _hasColour) = (new StringBuilder(literalLength + (formattedCount * 16)), terminal.HasColour);

    public void AppendLiteral(string ours) => _text.Append(ours);

    public void AppendFormatted(string? text) => _text.Append(Visible.Text(text));

    public void AppendFormatted(string? text, int alignment) =>
        _text.Append(alignment < 0 ? Visible.Text(text).PadRight(-alignment) : Visible.Text(text).PadLeft(alignment));

    public void AppendFormatted(long number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(Painted word) => _text.Append(Paint(Visible.Text(word.Text), word.Tone));

    public override string ToString() => _text.ToString();

    private string Paint(string text, Tone tone) => !_hasColour ? text : tone switch
    {
        Tone.Good => $"\e[32m{text}\e[0m",
        Tone.Bad => $"\e[31m{text}\e[0m",
        Tone.Careful => $"\e[33m{text}\e[0m",
        Tone.Dim => $"\e[2m{text}\e[0m",
        Tone.Strong => $"\e[1m{text}\e[0m",
        _ => text,
    };
}
