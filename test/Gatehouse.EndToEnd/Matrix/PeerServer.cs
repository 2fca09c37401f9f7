using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Matrix;

/// <summary>One server of <c>servers.json</c>, with a call that passes and one that must not.</summary>
public sealed partial record PeerServer
{
    public required string Name { get; init; }

    /// <summary>Started by the gateway, over stdio.</summary>
    public string[]? Command { get; init; }

    /// <summary>Started by the test, reached over HTTP at <c>{port}</c>.</summary>
    public string[]? Program { get; init; }

    /// <summary>What it prints before its address, or once it listens on <c>PORT</c>.</summary>
    public string Ready { get; init; } = "listening on ";

    public Dictionary<string, string> Env { get; init; } = new(StringComparer.Ordinal);

    public string Path { get; init; } = "";

    public string Transport { get; init; } = "http";

    public required PeerCall Call { get; init; }

    /// <summary>Part of what the call answers.</summary>
    public required string Says { get; init; }

    public required PeerCall Deny { get; init; }

    /// <summary>The condition that denies, where both calls are to the same tool.</summary>
    [JsonPropertyName("denied_if")]
    public JsonElement? DeniedIf { get; init; }

    public static IReadOnlyList<PeerServer> All { get; } = JsonSerializer.Deserialize<List<PeerServer>>(
        File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Matrix", "servers.json")),
        new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase })!;

    /// <summary>The npm package that it is from, or null where it is one of ours.</summary>
    [JsonIgnore]
    public string? Package => (Command ?? Program!).Select(part => ModulePath().Match(part)).FirstOrDefault(m => m.Success)?.Groups[1].Value;

    /// <summary>The places of this machine put in where the file has names in braces.</summary>
    public static string Fill(string text, string folder) => text
        .Replace("{node}", Places.Node, StringComparison.Ordinal)
        .Replace("{mcp}", $"{Places.Modules}/@modelcontextprotocol", StringComparison.Ordinal)
        .Replace("{modules}", Places.Modules, StringComparison.Ordinal)
        .Replace("{root}", Places.Root, StringComparison.Ordinal)
        .Replace("{fixture}", Places.Fixture, StringComparison.Ordinal)
        .Replace("{folder}", folder, StringComparison.Ordinal);

    /// <summary>Starts the program of a server that is reached over HTTP; gives its address without the path.</summary>
    internal async Task<(RunningProgram Program, string Address)> StartAsync(string folder)
    {
        var port = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        var env = new Dictionary<string, string>(StringComparer.Ordinal) { ["PORT"] = port };
        var command = Program!.Select(part => Fill(part, folder).Replace("{port}", port, StringComparison.Ordinal)).ToArray();
        var program = await RunningProgram.StartAsync(command, Ready, env: env);
        return (program, program.Found.StartsWith("http", StringComparison.Ordinal) ? program.Found : $"http://127.0.0.1:{port}");
    }

    [GeneratedRegex(@"^\{(?:mcp|modules)\}/((?:@[^/]+/)?[^/]+)")]
    private static partial Regex ModulePath();
}

/// <summary>A tool and its arguments.</summary>
public sealed record PeerCall(string Tool, JsonElement Args)
{
    /// <summary>The call with the places of this machine in it.</summary>
    public PeerCall In(string folder) => this with { Args = JsonElement.Parse(PeerServer.Fill(Args.GetRawText(), folder)) };
}
