using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Actions;

/// <summary>Raw requests: any method to any path is running, a fixed one is what the method says.</summary>
internal static class Requests
{
    /// <summary>What a request tool does, or nothing where it is none.</summary>
    public static ToolAct Find(Reading reading, ToolAct name)
    {
        if (!IsRequest(reading) || name.Verb >= Verb.Run)
        {
            return default;
        }

        // "get_endpoint(path, method)" looks something up; it does not send what it looks up.
        if (name is { IsSure: true, Verb: Verb.Read } && name.Term!.Text is not ("fetch" or "query")
            && !reading.NameHas("request") && !reading.Tool.Arguments.Any(static argument => argument.Choices.Contains("POST")))
        {
            return default;
        }

        var at = reading.Arguments.Find(word => word.Term?.Text == "method");
        return new ToolAct(Verb.Run, at.Term, at, true, IsPaired: true, From: "arguments");
    }

    /// <summary>Whether the caller names both the method and the target.</summary>
    public static bool IsRequest(Reading reading) => Takes(reading, "method", "httpmethod") && Takes(reading, "url", "path", "endpoint", "uri");

    private static bool Takes(Reading reading, params ReadOnlySpan<string> names)
    {
        foreach (var words in reading.ArgumentWords)
        {
            if (words is [{ Term.Text: var only }] && names.Contains(only))
            {
                return true;
            }
        }

        return false;
    }
}
