using System.Text;
using System.Text.Json;

namespace Gatehouse.Policy.Operators.Paths;

/// <summary>The directories of <c>path_within</c> and <c>path_not_within</c>.</summary>
internal sealed class DirectoryList
{
    private readonly ListedDirectory[] directories;

    private DirectoryList(ListedDirectory[] directories) => this.directories = directories;

    /// <summary>Reads one directory or a list of them.</summary>
    public static (DirectoryList? List, Fault? Fault) Read(string op, JsonElement operand)
    {
        var (texts, fault) = OperandText.ReadAll(op, operand, orOne: true);
        if (texts is null)
            return (null, fault);
        var read = new List<ListedDirectory>(texts.Length);
        foreach (var text in texts)
        {
            if (ListedDirectory.Read(text) is not { } directory)
                return (null, NotPlain(op, Encoding.UTF8.GetString(text)));
            read.Add(directory);
        }

        return (new DirectoryList([.. read]), null);
    }

    /// <summary>Whether a path is at or below one of the directories.</summary>
    public Judgement Holds(ReadOnlySpan<byte> utf8)
    {
        if (!FilePath.TryRead(utf8, out var path))
            return Judgement.Unknown(UnknownWhy.NotPlain);
        var sameStyle = false;
        var joined = Truth.False;
        foreach (var directory in directories)
        {
            if (directory.Style != path.Style)
                continue;
            sameStyle = true;
            var one = directory.Holds(path);
            if (one == Truth.True)
                return Judgement.True;
            if (one == Truth.Unknown)
                joined = one;
        }

        return sameStyle && joined == Truth.False ? Judgement.False : Judgement.Unknown(UnknownWhy.NotPlain);
    }

    private static Fault NotPlain(string op, string text) => new(
        FaultCode.OperandInvalid,
        $"`{text}` is not a plain absolute directory for `{op}`",
        "write it like \"/srv/data\", \"C:\\data\" or \"\\\\server\\share\\data\", without `.`, `..`, `~` and percent codes");
}
