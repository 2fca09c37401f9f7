using System.Text;
using System.Text.RegularExpressions;

namespace Gatehouse.Gateway.Tools.Texts;

/// <summary>Sentences that are not about the tool but about the model that reads them.</summary>
/// <remarks>
/// The phrases are those of known attacks. Each was held against 28,000 definitions of honest servers: what those say as well
/// is <see cref="TextFlaw.SteersModel"/>, or not here.
/// </remarks>
internal static partial class ModelOrders
{
    private static readonly (TextFlaw Flaw, Regex Phrase)[] Phrases =
    [
        (TextFlaw.OrdersModel, Override()), (TextFlaw.OrdersModel, Secrecy()), (TextFlaw.OrdersModel, Tag()),
        (TextFlaw.OrdersModel, KeyFile()), (TextFlaw.OrdersModel, NewSelf()), (TextFlaw.OrdersModel, Quietly()),
        (TextFlaw.OrdersModel, Leak()), (TextFlaw.HiddenMarkup, Comment()),
        (TextFlaw.HiddenMarkup, Gap()), (TextFlaw.SteersModel, First()),
    ];

    /// <summary>Every kind of order in the text, the first place of each, in the folded text.</summary>
    public static IEnumerable<(TextFlaw Flaw, string Excerpt)> Find(string text)
    {
        // Too short to order anything; most names, types and enum values.
        if (text.Length < 8)
        {
            yield break;
        }

        // Before other alphabets are folded into the Latin one.
        if (OtherTongue().Match(text) is { Success: true } foreign)
        {
            yield return (TextFlaw.OrdersModel, DefinitionTexts.Around(text, foreign.Index, foreign.Length));
        }

        var folded = Plain(text);
        foreach (var (flaw, phrase) in Phrases)
        {
            if (phrase.Match(folded) is { Success: true } match)
            {
                yield return (flaw, DefinitionTexts.Around(folded, match.Index, match.Length));
            }
        }
    }

    // As a model would read it: hidden characters gone, other alphabets' letters as they look, no emphasis, quotes alike.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in LookAlikes.Fold(text))
        {
            if (letter is '\u2019' or '\u2018' or '\u02BC')
            {
                plain.Append('\'');
            }
            else if (letter is not ('*' or '_' or '`' or '\u00AD') && char.GetUnicodeCategory(letter) is not (
                System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.NonSpacingMark))
            {
                plain.Append(letter);
            }
        }

        return plain.ToString();
    }

    private const RegexOptions How =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\b(ignore|disregard|forget|override|bypass)\s+((all|any|the|your|my|of|these|those|every|what)\s+)*(previous|prior|above|earlier|preceding|existing|safety|system|original|other)\s+(\w+\s+)?(instruction|prompt|rule|direction|guideline|message|context|command)s?\b", How)]
    private static partial Regex Override();

    [GeneratedRegex(@"\b(do not|don't|dont|never|must not|should not|without|avoid)\s+(ever\s+)?(tell|telling|mention|mentioning|inform|informing|notify|notifying|reveal|revealing|disclose|disclosing|alert|alerting|warn|warning|let|letting)\s+([\w,]+\s+){0,5}(user|users|human|operator)\b", How)]
    private static partial Regex Secrecy();

    [GeneratedRegex(@"<\s*/?\s*(important|system|secret|hidden|assistant|system_?prompt|sys|inst|admin|critical)\s*>|\[/?inst\]|<\|(im_?start|im_?end|system|user|assistant)\|>|<<sys>>", How)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\b(read|open|cat|access|fetch|include|load|send|pass|copy|upload|attach|contents?)\b[^.;]{0,80}((~|/home/\w+|/root|\$home)/\.(ssh|aws|gnupg|kube|netrc|npmrc|docker|cursor)|\bid_?(rsa|ed25519|ecdsa)\b|/etc/(passwd|shadow)|\.cursor/mcp\.json|claude_?desktop_?config)", How)]
    private static partial Regex KeyFile();

    [GeneratedRegex(@"\byou are (now|no longer) (a|an|in|the)\b|\bnew (system )?(instructions|prompt)\s*:|\b(system|developer) (message|override|notice)\s*:|\bpretend (to be|you are|that you)\b", How)]
    private static partial Regex NewSelf();

    [GeneratedRegex(@"\b(secretly|silently|quietly|covertly|discreetly)\s+(\w+\s+){0,2}(send|copy|upload|forward|include|append|read|call|use|add|pass|post|bcc|cc)\b|\b(always|also)\s+(\w+\s+){0,2}b?cc\b", How)]
    private static partial Regex Quietly();

    [GeneratedRegex(@"\b(send|include|reveal|output|print|repeat|pass|put|return|append|copy|provide|leak)\s+(\w+\s+){0,4}((your|the) system prompt|(entire|full|whole|complete) (\w+ )?(conversation|chat)( history| log)?)\b", How)]
    private static partial Regex Leak();

    [GeneratedRegex(@"\bignora (todas )?las instrucciones (anteriores|previas)|\bignore[zr]? (toutes )?les instructions précédentes|\bignoriere? (alle )?(vorherigen|bisherigen|obigen) anweisungen|игнорируй(те)? (все )?предыдущие инструкции|忽略(之前|以上|先前|所有)的?(所有)?(指令|指示|提示)|(不要|无需|不得)(告诉|告知|通知)用户|以前の指示を(すべて)?無視", How)]
    private static partial Regex OtherTongue();

    [GeneratedRegex(@"<!--\s*\w[^>]{8,}", How)]
    private static partial Regex Comment();

    // Text pushed out of sight: a person's view ends before it.
    [GeneratedRegex(@"[ \t]{120,}\S|(\r?\n[ \t]*){25,}\S", How)]
    private static partial Regex Gap();

    [GeneratedRegex(@"\b(before|prior to) (using|calling|invoking|running) any (other )?tools?\b|\b(always|must) (be )?(call|called|use|used|invoke|invoked|run) (this (tool|function)|first)\b|\b(instead of|do not use|don't use|never use) (any |the )?(other|built-in|native) (\w+ )?tools?\b", How)]
    private static partial Regex First();
}
