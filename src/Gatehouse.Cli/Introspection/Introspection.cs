using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Cli.Catalogues;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Scanning;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Introspection;

/// <summary>One package, asked for its tools.</summary>
/// <param name="Package">Which.</param>
/// <param name="Arguments">What the server is started with.</param>
/// <param name="Variables">Variables for it, as <c>NAME=VALUE</c>.</param>
/// <param name="MayReachNetwork">Whether it keeps the network.</param>
/// <param name="Patience">How long installing, and then asking, may take.</param>
internal sealed record Introspection(
    PackageName Package, ImmutableArray<string> Arguments, IReadOnlyList<string> Variables, bool MayReachNetwork, TimeSpan Patience)
{
    private const int MaxAnswer = 64 * 1024 * 1024;

    /// <summary>Registry to install from; null for npm's own setting.</summary>
    public string? Registry { get; init; }

    /// <summary>Installs, starts, asks, stops, throws away. What comes back is a file to import.</summary>
    public async Task<(byte[]? Dump, Fault? Fault)> RunAsync(Terminal terminal, TimeProvider time, CancellationToken cancel)
    {
        using var folder = new ThrowAway();
        var slow = new Fault(new("introspection-slow"), "it took too long", "give it a longer --timeout");
        try
        {
            // 1. Install, without running anything of it.
            InstalledPackage? installed;
            Fault? fault;
            using (var late = Limit(cancel))
            {
                (installed, fault) = await NpmInstall.RunAsync(Package, Registry, folder, late.Token);
            }

            if (installed is null)
            {
                return (null, fault);
            }

            // 2. Start it with nothing of the user's, and without the network; ask; stop.
            var prefix = MayReachNetwork ? [] : await Isolation.PrefixAsync(cancel);
            if (!MayReachNetwork && prefix.IsEmpty)
            {
                terminal.Note($"{new Painted("careful", Tone.Careful)}: this system does not let the network be taken away; the server has it");
            }

            using var asking = Limit(cancel);
            using var words = new LastWords();
            var (survey, problem) = await ToolSurveyor.TakeAsync(Entry(installed, folder, prefix), words, time, asking.Token);
            foreach (var line in survey is null ? words.Lines : [])
            {
                terminal.Note($"  {line}");
            }

            return survey is null ? (null, problem) : (Dump(installed, survey, time), null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, slow);
        }
    }

    private CancellationTokenSource Limit(CancellationToken cancel)
    {
        var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(Patience);
        return late;
    }

    private UpstreamEntry Entry(InstalledPackage installed, ThrowAway folder, ImmutableArray<string> prefix)
    {
        // SECURITY: none of the user's variables, which may be keys; a home of its own.
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin", ["HOME"] = folder.Home, ["TMPDIR"] = folder.Path, ["LANG"] = "C.UTF-8",
        };
        foreach (var variable in Variables)
        {
            var at = variable.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                environment[variable[..at]] = variable[(at + 1)..];
            }
        }

        var entry = new UpstreamEntry.Stdio
        {
            ServerId = "introspected", Fingerprint = "", Command = [.. prefix, "node", installed.Program, .. Arguments], WorkingDirectory = folder.Home,
            Environment = environment.ToFrozenDictionary(StringComparer.Ordinal), AnswerTimeout = Patience, MaxAnswerBytes = MaxAnswer,
        };
        return entry with { Fingerprint = Fingerprints.Of(entry) };
    }

    private byte[] Dump(InstalledPackage installed, ToolSurvey survey, TimeProvider time)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, EntryCut.Plain with { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("package", "npm:" + Package.Name);
            json.WriteString("version", installed.Version);
            json.WriteString("licence", installed.Licence);
            json.WriteString("title", survey.Server);
            json.WriteString("description", installed.Description);
            json.WriteString("taken", time.GetUtcNow());
            json.WriteBoolean("cut", survey.IsCut || survey.Tools.Any(static tool => tool.IsTooLong));
            json.WriteStartArray("tools");
            foreach (var tool in survey.Tools)
            {
                tool.Definition.WriteTo(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.WrittenSpan.ToArray();
    }
}
