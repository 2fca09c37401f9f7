using System.Text;

namespace Gatehouse.Cli.Wrapping;

/// <summary>One change of a text: the bytes from <paramref name="Start"/> to before <paramref name="End"/> become others.</summary>
/// <param name="Start">Offset of the first byte that goes.</param>
/// <param name="End">Offset of the first byte that stays; equal to the start for an insertion.</param>
/// <param name="With">What stands there instead.</param>
internal sealed record TextEdit(int Start, int End, string With)
{
    /// <summary>The text with all of them made. They may not overlap.</summary>
    public static byte[] Apply(byte[] text, IEnumerable<TextEdit> edits)
    {
        using var made = new MemoryStream(text.Length + 1024);
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.End))
        {
            made.Write(text, at, edit.Start - at);
            made.Write(Encoding.UTF8.GetBytes(edit.With));
            at = edit.End;
        }

        made.Write(text, at, text.Length - at);
        return made.ToArray();
    }
}
