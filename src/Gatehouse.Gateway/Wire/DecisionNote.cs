using System.Globalization;
using System.Text.Json;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Wire;

/// <summary>What an agent is told of a call that was not made: the text, and <c>_meta["gatehouse/decision"]</c>.</summary>
internal sealed record DecisionNote
{
    /// <summary><see cref="Policy.Decisions.Outcome.Denied"/> or <see cref="Policy.Decisions.Outcome.NeedsApproval"/>.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The rule that is logged.</summary>
    public required string Rule { get; init; }

    /// <summary>The author's text or the built-in one.</summary>
    public required string Message { get; init; }

    public required RetryAdvice Retry { get; init; }

    /// <summary>With <see cref="RetryAdvice.After"/>: until this amount fits, or may; written in whole seconds, rounded up.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>With <see cref="RetryAdvice.WhenApproved"/>, as are the next two.</summary>
    public string? ApprovalId { get; init; }

    public string? ApprovalUrl { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The call's id in the journal.</summary>
    public required string RequestId { get; init; }

    /// <summary>What the model reads.</summary>
    public string Text => Outcome == Outcome.NeedsApproval
        ? $"[APPROVAL REQUIRED] {Message} Request {ApprovalId} was sent to a person; repeat the same call after it is approved."
        : $"[POLICY DENIED] {Message}";

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("gatehouse/decision");
        json.WriteString("outcome", Outcome == Outcome.NeedsApproval ? "pending" : "denied");
        json.WriteString("rule", Rule);
        json.WriteString("retry", Retry switch
        {
            RetryAdvice.After => "after",
            RetryAdvice.WhenApproved => "when_approved",
            _ => "never",
        });
        if (Retry == RetryAdvice.After)
        {
            json.WriteNumber("retry_after", (long)Math.Ceiling(RetryAfter.TotalSeconds));
        }

        WriteIfAny(json, "approval_id", ApprovalId);
        WriteIfAny(json, "approval_url", ApprovalUrl);
        WriteIfAny(json, "expires_at", ExpiresAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("request_id", RequestId);
        json.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
