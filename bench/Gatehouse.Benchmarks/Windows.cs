using System.Diagnostics;

namespace Gatehouse.Benchmarks;

/// <summary>Times work in windows that are shorter than a turn of the scheduler.</summary>
/// <remarks>
/// On a machine that others use too, a mean says who else was at work. Of many short windows some were left alone: the
/// fastest is what the work costs, and the same work beside it in the same rounds says how fast the machine was.
/// </remarks>
internal sealed class Windows(string name, Func<int> work)
{
    private const double Microseconds = 200;
    private const int Rounds = 2_000;
    private const double LongestSeconds = 2;

    private readonly List<double> _windows = new(Rounds);
    private int _calls = 1;
    private int _rounds = Rounds;
    private int _kept;

    public string Name { get; } = name;

    /// <summary>Nanoseconds of one call in the fastest window.</summary>
    public double Fastest => _windows[0];

    /// <summary>Nanoseconds of one call in the window that stands at that share of all.</summary>
    public double At(double share) => _windows[(int)Math.Min(_windows.Count - 1, share * _windows.Count)];

    /// <summary>Runs all of them in turns, so that what disturbs one disturbs the others.</summary>
    public static void Run(params IReadOnlyList<Windows> all)
    {
        foreach (var one in all)
        {
            one.Prepare();
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var one in all.Where(one => round < one._rounds))
            {
                one._windows.Add(one.Time(one._calls));
            }
        }

        foreach (var one in all)
        {
            one._windows.Sort();
        }
    }

    // The compiler needs to see the work often, and some time, before it is as fast as it gets.
    private void Prepare()
    {
        var start = Stopwatch.GetTimestamp();
        var calls = 0;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < 1 || calls < 64)
        {
            Time(1);
            calls++;
        }

        var cost = Enumerable.Range(0, 20).Min(_ => Time(1 + (calls / 1_000)));
        _calls = (int)Math.Max(1, Microseconds * 1_000 / cost);
        _rounds = (int)Math.Min(Rounds, LongestSeconds * 1e9 / (cost * _calls));
    }

    private double Time(int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
        {
            _kept += work();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }
}
