using System.Collections.Immutable;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tests.Calls;

/// <summary>One line per thing that happened, over all ports, in order; and what a test wants to fail.</summary>
internal sealed class Steps
{
    private readonly Lock _gate = new();
    private ImmutableArray<string> _all = [];

    public ImmutableArray<string> All => _all;

    /// <summary>The step that throws.</summary>
    public string? Broken { get; set; }

    public Exception Failure { get; set; } = new InvalidOperationException("broken for a test");

    public void Add(string step)
    {
        lock (_gate)
        {
            _all = _all.Add(step);
        }

        if (string.Equals(step, Broken, StringComparison.Ordinal))
        {
            throw Failure;
        }
    }

    public int Count(string step) => _all.Count(other => string.Equals(other, step, StringComparison.Ordinal));
}

internal sealed class FakeRecorder(Steps steps) : IRecorder
{
    public Fault? Fault { get; set; }

    public List<CallIntent> Intents { get; } = [];

    public List<CallOutcome> Outcomes { get; } = [];

    public List<Refusal> Refusals { get; } = [];

    public bool IsReady => true;

    public ValueTask<IntentReceipt> IntendAsync(in CallIntent intent, CancellationToken cancel)
    {
        Intents.Add(intent);
        steps.Add(intent.Outcome == RecordedOutcome.Allowed ? "intent" : "denial");
        return new(new IntentReceipt(Fault is null ? Intents.Count : 0, Fault));
    }

    public void Conclude(in IntentReceipt receipt, in CallOutcome outcome)
    {
        Outcomes.Add(outcome);
        steps.Add("outcome");
    }

    public void Refuse(in Refusal refusal) => Refusals.Add(refusal);
}

internal sealed class FakeCounters(Steps steps) : ICounterStore
{
    public CounterAnswer? Peek { get; set; }

    public CounterAnswer? Reserve { get; set; }

    public List<CounterDemand> Demands { get; } = [];

    public int Held { get; private set; }

    public ValueTask<CounterAnswer> PeekAsync(ReadOnlyMemory<CounterDemand> demands, CancellationToken cancel)
    {
        steps.Add("peek");
        return new(Peek ?? new CounterAnswer(-1, null, []));
    }

    public ValueTask<CounterAnswer> ReserveAsync(ReadOnlyMemory<CounterDemand> demands, CancellationToken cancel)
    {
        steps.Add("reserve");
        Demands.AddRange(demands.Span);
        if (Reserve is { } refused)
        {
            return new(refused);
        }

        Held += demands.Length;
        return new(new CounterAnswer(-1, null,
            [.. demands.ToArray().Select(demand => new Reserved(demand.Counter, demand.Window.Text, DateTimeOffset.UnixEpoch, demand.Amount))]));
    }

    public ValueTask ReleaseAsync(ImmutableArray<Reserved> reserved, CancellationToken cancel)
    {
        steps.Add("release");
        Held -= reserved.Length;
        return default;
    }
}

/// <summary>A desk with one request, whose state a test sets.</summary>
internal sealed class FakeDesk(Steps steps) : IApprovalDesk
{
    private readonly Lock _gate = new();
    private bool _isClaimed;

    public ApprovalState State { get; set; } = ApprovalState.Open;

    public Fault? Fault { get; set; }

    public List<ApprovalDraft> Drafts { get; } = [];

    public ValueTask<ApprovalAnswer> PresentAsync(ApprovalDraft draft, CancellationToken cancel)
    {
        steps.Add("present");
        lock (_gate)
        {
            Drafts.Add(draft);
            // As the real desk: who comes while the call runs, or after it, makes a request of their own.
            return new(Fault is null
                ? new ApprovalAnswer(
                    _isClaimed ? ApprovalState.Open : State, _isClaimed ? "ap-2" : "ap-1",
                    DateTimeOffset.UnixEpoch.AddDays(30_000), null) { HasJustRun = _isClaimed }
                : new ApprovalAnswer(ApprovalState.Void, "", default, Fault));
        }
    }

    /// <summary>Completed by a test that settles.</summary>
    public TaskCompletionSource Settled { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask WaitAsync(string approvalId, CancellationToken cancel)
    {
        steps.Add("wait");
        await Settled.Task.WaitAsync(cancel);
    }

    public ValueTask<bool> ClaimAsync(string approvalId, string callId, CancellationToken cancel)
    {
        steps.Add("claim");
        lock (_gate)
        {
            var isMine = State == ApprovalState.Approved;
            State = isMine ? ApprovalState.Claimed : State;
            _isClaimed |= isMine;
            return new(isMine);
        }
    }

    public ValueTask GiveBackAsync(string approvalId, CancellationToken cancel)
    {
        steps.Add("give back");
        (State, _isClaimed) = (ApprovalState.Approved, false);
        return default;
    }

    public ValueTask ConcludeAsync(string approvalId, bool isKnown, CancellationToken cancel)
    {
        steps.Add("conclude");
        State = isKnown ? ApprovalState.Done : ApprovalState.Unknown;
        return default;
    }
}
