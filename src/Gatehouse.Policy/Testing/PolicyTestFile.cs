using System.Collections.Immutable;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Testing;

/// <summary>Tests beside a policy, as data: `policy-language` section 8.</summary>
public sealed record PolicyTestFile
{
    /// <summary>Path of the policy, relative to the test file.</summary>
    public required string Policy { get; init; }

    /// <summary>The cases in their order.</summary>
    public required ImmutableArray<PolicyTestCase> Cases { get; init; }

    /// <summary>The server's tools; null where every tool exists, accepted, with an empty schema.</summary>
    public ImmutableArray<ToolFacts>? Tools { get; init; }

    /// <summary>Reads a test file: strict JSON, every problem reported at once with its place.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="telling">Tells category and risk of the file's tools; null leaves them unknown.</param>
    public static PolicyTestReading Read(ReadOnlySpan<byte> utf8, ToolTelling? telling = null)
    {
        var sink = new FindingSink();
        var file = JsonScan.Read(utf8, sink) is { } root ? new TestFileReading(utf8.ToArray(), sink, telling).Read(root) : null;
        return new PolicyTestReading(sink.HasErrors ? null : file, sink.Resolve(utf8));
    }
}
