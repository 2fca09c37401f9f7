using System.Collections.Immutable;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Foresight;

/// <summary>Places in arguments whose values are not known, where everything around them is: what was redacted.</summary>
/// <remarks>The names of members are always known, and that something other than null stands in each of the places.</remarks>
/// <param name="places">The places.</param>
public sealed class ArgumentGaps(ImmutableArray<ArgumentGap> places)
{
    /// <summary>Whether every value is known.</summary>
    internal bool IsEmpty => places.IsEmpty;

    /// <summary>Whether an object or an array is among them: then not every name is known.</summary>
    internal bool HideMembers => places.Any(static place => place.MayHaveMembers);

    /// <summary>Whether what a path leads to is in one of the places, or has one within it.</summary>
    /// <param name="path">Into the arguments.</param>
    /// <param name="asksForPresence">Whether only its being there is asked for.</param>
    internal bool Hide(ConditionPath path, bool asksForPresence)
    {
        foreach (var place in places)
        {
            // What stands in a gap is there, and so is everything around it; what is below it nobody knows.
            if (Meet(path.Steps, place.Steps) && !(asksForPresence && path.Steps.Length <= place.Steps.Length))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Meet(ImmutableArray<PathStep> path, ImmutableArray<PathStep> place)
    {
        for (var i = 0; i < Math.Min(path.Length, place.Length); i++)
        {
            var (asked, there) = (path[i], place[i]);
            var isSame = there.Kind == PathStepKind.Member
                ? asked.Kind == PathStepKind.Member && string.Equals(asked.Key, there.Key, StringComparison.Ordinal)
                : asked.Kind == PathStepKind.Every || (asked.Kind == PathStepKind.Element && asked.Index == there.Index);
            if (!isSame)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>One place whose value is not known.</summary>
/// <param name="Steps">From the arguments to it: members and elements; none for all of them.</param>
/// <param name="MayHaveMembers">Whether it is an object or an array.</param>
public readonly record struct ArgumentGap(ImmutableArray<PathStep> Steps, bool MayHaveMembers);
