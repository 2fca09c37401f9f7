using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Api.Catalogue;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Catalogues;

/// <summary>Sends a file's entries to a server, or watches an import that the server does itself.</summary>
internal static class ImportSending
{
    private const int MaxPart = 600 * 1024;
    private const int MaxLines = 2_000;
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <summary>Sends what the server does not have yet of a file.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> SendAsync(RemoteSession session, ImportFile file, string? licence)
    {
        var (digest, unread) = file.Digest();
        if (digest is null)
        {
            return session.Terminal.Fail(unread!);
        }

        var begun = await BeginAsync(session, new NewImport { Kind = ImportKind.File, Name = file.Name, Digest = digest, Licence = licence });
        if (begun.Value is not { } run)
        {
            return session.Fail(begun.Refused!);
        }

        var at = run.Cursor is null ? 0 : long.Parse(run.Cursor, CultureInfo.InvariantCulture);
        var part = new List<string>();
        var size = 0;
        foreach (var line in file.Lines().Skip((int)at))
        {
            if (part.Count == MaxLines || (size > 0 && size + line.Length > MaxPart))
            {
                var sent = await PartAsync(session, run.Id, at, part, last: false);
                if (sent.Value is null)
                {
                    return session.Fail(sent.Refused!);
                }

                (at, size) = (at + part.Count, 0);
                part.Clear();
                session.Terminal.Note($"{file.Name}: {at} entries");
            }

            part.Add(line);
            size += line.Length;
        }

        return session.Show(await PartAsync(session, run.Id, at, part, last: true), ApiJson.Default.ImportView, view => Print(session.Terminal, view));
    }

    /// <summary>Has the server import, and waits until it is over.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WatchAsync(RemoteSession session, NewImport wanted, TimeProvider time)
    {
        var asked = await BeginAsync(session, wanted);
        while (asked.Value is { State: ImportState.Running } run)
        {
            await Task.Delay(_pause, time, session.Cancel);
            asked = await session.GetAsync($"catalogue/imports/{run.Id}", ApiJson.Default.ImportView);
        }

        var code = session.Show(asked, ApiJson.Default.ImportView, view => Print(session.Terminal, view));
        return code == ExitCode.Success && asked.Value!.State == ImportState.Failed ? ExitCode.Failure : code;
    }

    private static Task<Asked<ImportView>> BeginAsync(RemoteSession session, NewImport wanted) =>
        session.SendAsync(HttpMethod.Post, "catalogue/imports", wanted, ApiJson.Default.NewImport, ApiJson.Default.ImportView);

    private static Task<Asked<ImportView>> PartAsync(RemoteSession session, string id, long from, List<string> lines, bool last) => session.SendAsync(
        HttpMethod.Post, $"catalogue/imports/{id}/entries", new ImportPart(from, [.. lines], last), ApiJson.Default.ImportPart, ApiJson.Default.ImportView);

    private static void Print(Terminal terminal, ImportView run)
    {
        terminal.Line($"{Words<ImportState>.Of(run.State)}: {run.Argument}");
        foreach (var (word, count) in run.Counts)
        {
            terminal.Line($"  {word} {count}");
        }

        if (run.Problem is { } problem)
        {
            terminal.Note($"{problem}: import again, and it goes on");
        }
    }
}
