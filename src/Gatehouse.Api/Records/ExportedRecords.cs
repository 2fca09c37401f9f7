namespace Gatehouse.Api.Records;

/// <summary>What somebody took out as a file, as the audit has it: the filters that were set.</summary>
public sealed record ExportedRecords
{
    /// <summary><c>jsonl</c> or <c>csv</c>.</summary>
    public required string Format { get; init; }

    /// <summary>From.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The server.</summary>
    public string? ServerId { get; init; }

    /// <summary>The grant.</summary>
    public string? GrantId { get; init; }

    /// <summary>Tool, prompt or resource.</summary>
    public string? Tool { get; init; }

    /// <summary>Decision or outcome.</summary>
    public string? Outcome { get; init; }

    /// <summary>The rule.</summary>
    public string? Rule { get; init; }

    /// <summary>A text somewhere in it.</summary>
    public string? Text { get; init; }
}
