using System.Text;

namespace Gatehouse.Ledger.Dialects.Postgres;

/// <summary>Text as PostgreSQL can hold it: no NUL, no half of a pair. SQLite holds the former and replaces the latter itself.</summary>
public static class PostgresText
{
    /// <summary>The same text with what cannot be held replaced by U+FFFD.</summary>
    public static string Storable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD')));
            }
        }

        return text;
    }
}
