using System.CommandLine;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Output;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Remote;

/// <summary>An export of the server that goes to a file whole or not at all, or to standard output.</summary>
internal sealed class ExportFile
{
    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "Where to; left out, standard output", Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "jsonl or csv", HelpName = "WORD", DefaultValueFactory = _ => "jsonl",
    };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command command)
    {
        _format.AcceptOnlyFromAmong("jsonl", "csv");
        command.Arguments.Add(_file);
        command.Options.Add(_format);
    }

    /// <summary><c>jsonl</c> or <c>csv</c>.</summary>
    public string Format(ParseResult parsed) => parsed.GetValue(_format)!;

    /// <summary>Fetches it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="session">The server.</param>
    /// <param name="path">Below <c>/api/v1/</c>, with its query.</param>
    public async Task<int> RunAsync(ParseResult parsed, RemoteSession session, string path)
    {
        if (parsed.GetValue(_file) is not { } file)
        {
            return await session.ReadAsync(path, (from, cancel) => PrintAsync(session.Terminal, from, cancel)) is { } refused
                ? session.Fail(refused)
                : ExitCode.Success;
        }

        try
        {
            return await SaveAsync(session, path, file);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return session.Terminal.Fail(new Fault(new("file-unwritable"), $"the file `{file}` cannot be written", "check its folder, and who may write there"));
        }
    }

    private static async Task<int> SaveAsync(RemoteSession session, string path, string file)
    {
        var draft = file + ".part";
        var to = new FileStream(draft, FileMode.Create, FileAccess.Write);
        try
        {
            if (await session.ReadAsync(path, (from, cancel) => from.CopyToAsync(to, cancel)) is { } refused)
            {
                return session.Fail(refused);
            }

            var bytes = to.Length;
            await to.DisposeAsync();
            File.Move(draft, file, overwrite: true);
            return Say(session, file, bytes);
        }
        finally
        {
            // What did not come whole, or cannot be put in its place, is left nowhere.
            await to.DisposeAsync();
            File.Delete(draft);
        }
    }

    // SECURITY: to a terminal line by line, with what is hidden spelt out; to a file or a program byte for byte.
    private static async Task PrintAsync(Terminal terminal, Stream from, CancellationToken cancel)
    {
        using var reader = new StreamReader(from, leaveOpen: true);
        if (terminal.IsTerminal)
        {
            while (await reader.ReadLineAsync(cancel) is { } line)
            {
                terminal.Line($"{line}");
            }

            return;
        }

        var buffer = new char[16 * 1024];
        while (await reader.ReadAsync(buffer, cancel) is > 0 and var count)
        {
            terminal.Ours(new string(buffer, 0, count));
        }
    }

    private static int Say(RemoteSession session, string file, long bytes)
    {
        if (session.AsJson)
        {
            session.Terminal.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("file", file);
                json.WriteNumber("bytes", bytes);
                json.WriteEndObject();
            });
        }
        else
        {
            session.Terminal.Line($"wrote {file}, {Fields.Number(bytes)} bytes");
        }

        return ExitCode.Success;
    }
}
