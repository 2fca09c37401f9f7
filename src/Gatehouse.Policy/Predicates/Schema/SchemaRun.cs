using System.Diagnostics;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary>One validation: what it may still cost, where it is, and where it failed first.</summary>
/// <param name="most">How long it may take.</param>
internal sealed class SchemaRun(TimeSpan most)
{
    /// <summary>How long a validation of arguments may take.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(20);

    private const int MostSteps = 10_000;
    private const int MostDepth = 200;
    private const int StepsBetweenLooks = 64;

    private readonly List<string> _path = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _steps;
    private int _depth;

    /// <summary>Whether something was met that cannot be judged; then nothing fits, not even below a <c>not</c>.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>JSON Pointer of the first place that did not fit; null where all fitted.</summary>
    public string? FailedAt { get; set; }

    /// <summary>Begins to judge a value by a schema; false where that would cost too much.</summary>
    public bool Enter() => (++_depth <= MostDepth || Abort()) && Step();

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public void Leave() => _depth--;

    /// <summary>Takes one step of the budget.</summary>
    public bool Step() => !IsAborted
        && (++_steps <= MostSteps || Abort())
        && (_steps % StepsBetweenLooks != 0 || HasTime());

    /// <summary>Whether time is left; asked before what may cost more than a step.</summary>
    /// <remarks>A few steps are never timed, so that a busy machine does not deny a small call.</remarks>
    public bool HasTime() => Stopwatch.GetElapsedTime(_start) <= most || Abort();

    /// <summary>Goes to a member or an element.</summary>
    public void Down(string part) => _path.Add(part);

    /// <summary>Comes back from it.</summary>
    public void Up() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Notes that the value here does not fit, or its member of that name.</summary>
    public bool Fail(string? member = null)
    {
        FailedAt ??= Pointer(member);
        return false;
    }

    /// <summary>Gives up: what follows is not judged, and the arguments are denied.</summary>
    public bool Abort()
    {
        IsAborted = true;
        return Fail();
    }

    private string Pointer(string? member)
    {
        var parts = member is null ? _path : _path.Append(member);
        return string.Concat(parts.Select(part =>
            "/" + part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
    }
}
