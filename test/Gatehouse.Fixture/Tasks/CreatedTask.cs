using System.Text.Json.Serialization;
using ModelContextProtocol.Protocol;

namespace Gatehouse.Fixture.Tasks;

/// <summary>The answer to a call that goes on as a task.</summary>
internal sealed class CreatedTask : Result
{
    [JsonPropertyName("taskId")]
    public required string TaskId { get; init; }

    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("createdAt")]
    public required string CreatedAt { get; init; }

    [JsonPropertyName("lastUpdatedAt")]
    public required string LastUpdatedAt { get; init; }

    [JsonPropertyName("ttlMs")]
    public required int TtlMs { get; init; }

    [JsonPropertyName("pollIntervalMs")]
    public required int PollIntervalMs { get; init; }

    public static CreatedTask Of(FixtureTask task)
    {
        var shown = task.Describe(detailed: false);
        return new CreatedTask
        {
            ResultType = "task",
            TaskId = task.Id,
            Status = (string)shown["status"]!,
            CreatedAt = (string)shown["createdAt"]!,
            LastUpdatedAt = (string)shown["lastUpdatedAt"]!,
            TtlMs = (int)shown["ttlMs"]!,
            PollIntervalMs = (int)shown["pollIntervalMs"]!,
        };
    }
}

[JsonSerializable(typeof(CreatedTask))]
internal sealed partial class CreatedTaskJson : JsonSerializerContext;
