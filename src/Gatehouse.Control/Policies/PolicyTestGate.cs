using System.Security.Cryptography;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Testing;

namespace Gatehouse.Control.Policies;

/// <summary>Runs the tests beside a policy, within bounds. One of these serves one request, and runs the same tests once.</summary>
internal sealed class PolicyTestGate(TimeProvider time)
{
    /// <summary>Longest text, in UTF-8 bytes.</summary>
    public const int MostBytes = 512 * 1024;

    /// <summary>Most calls of all cases together.</summary>
    public const int MostCalls = 20_000;

    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, Outcome<PolicyTestReport>> _run = new(StringComparer.Ordinal);

    /// <summary>The results.</summary>
    /// <remarks>Faults: <c>policy-invalid</c>, <c>policy-tests-invalid</c> with findings, <c>policy-tests-too-long</c>.</remarks>
    public Outcome<PolicyTestReport> Run(byte[] document, byte[] tests)
    {
        var key = Convert.ToHexString(SHA256.HashData(document)) + Convert.ToHexString(SHA256.HashData(tests));
        if (!_run.TryGetValue(key, out var report))
        {
            _run[key] = report = RunOnce(document, tests);
        }

        return report;
    }

    /// <summary>Null where a document with these tests may be saved.</summary>
    /// <remarks>Faults: those of <see cref="Run"/>, <c>policy-tests-failed</c> with the cases that fail.</remarks>
    public Refusal? Refuse(byte[] document, byte[]? tests)
    {
        if (tests is null)
        {
            return null;
        }

        var run = Run(document, tests);
        return run.Value is not { } report ? run.Refusal
            : report.Failed == 0 ? null
            : new Refusal(new Fault(
                PolicyFaults.TestsFailed, $"{report.Failed} of {report.Passed + report.Failed} tests beside the policy fail",
                "look at the cases; where they are wrong, send others in `tests` with the same save"))
            {
                Tests = [.. report.Cases.Where(static one => !one.Passed)],
            };
    }

    private Outcome<PolicyTestReport> RunOnce(byte[] document, byte[] tests)
    {
        var policy = PolicyReader.Read(document);
        if (policy.Document is null)
        {
            return PolicyChecks.Refuse(policy.Findings, isConfirmed: true)!;
        }

        if (tests.Length > MostBytes)
        {
            return TooLong($"have more than {MostBytes} bytes");
        }

        var reading = PolicyTestFile.Read(tests);
        if (reading.File is not { } file)
        {
            return new Refusal(new Fault(PolicyFaults.TestsInvalid, "the tests have an error", "look at the findings: their places are in the tests"))
            {
                Findings = reading.Findings,
            };
        }

        if (file.Cases.Sum(static one => (long)one.Repeat) > MostCalls)
        {
            return TooLong($"make more than {MostCalls} calls");
        }

        using var late = new CancellationTokenSource(_longest, time);
        try
        {
            return PolicyTestReport.Of(PolicyTestRun.RunUntil(file, policy.Document, late.Token));
        }
        catch (OperationCanceledException)
        {
            return TooLong($"take longer than {_longest.TotalSeconds:0} s");
        }
    }

    private static Fault TooLong(string why) =>
        new(PolicyFaults.TestsTooLong, $"the tests {why}", "keep the long ones in a file, and run them by `gatehouse policy test`");
}
