using System.Globalization;
using System.Text.Json.Nodes;

namespace Gatehouse.Fixture.Tasks;

/// <summary>One running or finished task. Every change takes the lock; a finished task changes no more.</summary>
internal sealed class FixtureTask
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Dictionary<string, JsonNode> answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonNode> questions = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string created = Now();
    private string changed = Now();
    private string status = "working";
    private JsonNode? result;
    private JsonNode? error;

    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Asks the client for all of these and waits until each has its answer.</summary>
    public async Task<IReadOnlyDictionary<string, JsonNode>> AskAsync(params (string Key, JsonNode Request)[] asked)
    {
        lock (gate)
        {
            foreach (var (key, request) in asked)
            {
                questions[key] = request;
            }

            Move("input_required");
        }

        await answered.Task.WaitAsync(stop.Token);
        return answers;
    }

    public void Answer(JsonObject responses)
    {
        lock (gate)
        {
            foreach (var (key, value) in responses)
            {
                if (value is not null && questions.Remove(key))
                {
                    answers[key] = value.DeepClone();
                }
            }

            if (status == "input_required" && questions.Count == 0)
            {
                Move("working");
                answered.TrySetResult();
            }
        }
    }

    public void Run(Func<FixtureTask, CancellationToken, Task<JsonNode>> work) => _ = RunAsync(work);

    public void Cancel()
    {
        lock (gate)
        {
            if (IsOpen)
            {
                Move("cancelled");
            }
        }

        stop.Cancel();
    }

    public JsonObject Describe(bool detailed)
    {
        lock (gate)
        {
            var shown = new JsonObject
            {
                ["resultType"] = detailed ? "complete" : "task",
                ["taskId"] = Id,
                ["status"] = status,
                ["createdAt"] = created,
                ["lastUpdatedAt"] = changed,
                ["ttlMs"] = 300_000,
                ["pollIntervalMs"] = 100,
            };
            if (detailed && status == "input_required")
            {
                shown["inputRequests"] = new JsonObject(
                    questions.Select(q => KeyValuePair.Create<string, JsonNode?>(q.Key, q.Value.DeepClone())));
            }

            if (detailed && result is not null)
            {
                shown["result"] = result.DeepClone();
            }

            if (detailed && error is not null)
            {
                shown["error"] = error.DeepClone();
            }

            return shown;
        }
    }

    private bool IsOpen => status is "working" or "input_required";

    private async Task RunAsync(Func<FixtureTask, CancellationToken, Task<JsonNode>> work)
    {
        JsonNode? done = null;
        JsonNode? failed = null;
        try
        {
            done = await work(this, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (InvalidOperationException fault)
        {
            failed = new JsonObject { ["code"] = -32603, ["message"] = fault.Message };
        }

        lock (gate)
        {
            if (IsOpen)
            {
                (result, error) = (done, failed);
                Move(failed is null ? "completed" : "failed");
            }
        }
    }

    private void Move(string to) => (status, changed) = (to, Now());

    private static string Now() =>
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
