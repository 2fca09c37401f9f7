using System.Collections.Immutable;
using Gatehouse.Policy.Language.Checks;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Policy.Language;

/// <summary>What reading a policy gave: a document unless there is an error among the findings.</summary>
/// <param name="Document">The document, or null.</param>
/// <param name="Findings">Everything at once, in order of place.</param>
public sealed record PolicyReading(PolicyDocument? Document, ImmutableArray<Finding> Findings);

/// <summary>Reads a policy's text: strict JSON, every problem reported at once with its place.</summary>
public static class PolicyReader
{
    /// <summary>Reads and validates one document.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="options">What the validator may know beside the text.</param>
    public static PolicyReading Read(ReadOnlySpan<byte> utf8, PolicyReaderOptions? options = null)
    {
        var sink = new FindingSink();
        PolicyDocument? document = null;
        if (JsonScan.Read(utf8, sink) is { } root)
        {
            options ??= new PolicyReaderOptions();
            var places = new Places();
            document = new DocumentReading(utf8.ToArray(), options, sink, places).Read(root);
            if (document is not null)
            {
                DocumentChecks.Run(new Checked(document, places, sink), options.Tools);
            }
        }

        return new PolicyReading(sink.HasErrors ? null : document, sink.Resolve(utf8));
    }
}

/// <summary>What the validator may know beside the text.</summary>
public sealed record PolicyReaderOptions
{
    /// <summary>The time against which <c>observe_until</c> is checked when saving; null skips that check.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The server's tools, so that names, arguments and types are checked too; null skips that.</summary>
    public IReadOnlyList<ToolFacts>? Tools { get; init; }
}
