using System.Buffers;

namespace Gatehouse.Gateway.Wire;

/// <summary>Every member of a JSON text in document order, and the table that finds duplicates among them.</summary>
/// <remarks>
/// One pass of the scanner fills it, so that readers pick members without parsing again. It starts on memory of the
/// caller's stack and goes over to pooled arrays; finding a duplicate stays linear however large an object is.
/// </remarks>
internal ref struct JsonIndex
{
    /// <summary>Members that fit without a pooled array, for <c>stackalloc</c>.</summary>
    public const int StackMembers = 64;

    /// <summary>Slots for that many members, for <c>stackalloc</c>.</summary>
    public const int StackSlots = 256;

    private Span<JsonMember> _members;
    private Span<int> _slots;
    private JsonMember[]? _rentedMembers;
    private int[]? _rentedSlots;

    /// <summary>Takes memory for the first members; <paramref name="slots"/> is zeroed and a power of two long.</summary>
    public JsonIndex(Span<JsonMember> members, Span<int> slots)
    {
        _members = members;
        _slots = slots;
        _slots.Clear();
    }

    public int Count { get; private set; }

    public readonly ref JsonMember this[int at] => ref _members[at];

    /// <summary>Notes a member whose value is still to come; -1 when its object has one of that name already.</summary>
    public int Add(ReadOnlySpan<byte> json, int parent, int nameStart, int nameLength, bool isEscaped)
    {
        if (Count == _members.Length || Count * 2 >= _slots.Length)
        {
            Grow();
        }

        var name = json.Slice(nameStart, nameLength);
        var hash = isEscaped ? HashDecoded(name, parent) : NameHash.Of(name, parent);
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        while (_slots[slot] is var taken and not 0)
        {
            ref readonly var other = ref _members[taken - 1];
            if (other.Hash == hash && other.Parent == parent
                && JsonString.Same(other.Name(json), other.IsEscaped, name, isEscaped))
            {
                return -1;
            }

            slot = (slot + 1) & mask;
        }

        _slots[slot] = Count + 1;
        _members[Count] = new JsonMember
        {
            Hash = hash,
            Parent = parent,
            NameStart = nameStart,
            NameLength = nameLength,
            IsEscaped = isEscaped,
        };
        return Count++;
    }

    /// <summary>The member of that exact name in the object that begins at an offset, or -1.</summary>
    public readonly int Find(ReadOnlySpan<byte> json, int parent, ReadOnlySpan<byte> name)
    {
        var hash = NameHash.Of(name, parent);
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; _slots[slot] is var taken and not 0; slot = (slot + 1) & mask)
        {
            ref readonly var member = ref _members[taken - 1];
            if (member.Hash == hash && member.Parent == parent
                && JsonString.Same(member.Name(json), member.IsEscaped, name, rightIsEscaped: false))
            {
                return taken - 1;
            }
        }

        return -1;
    }

    /// <summary>The first member whose name stands behind an offset.</summary>
    public readonly int FirstBehind(int offset)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_members[middle].NameStart > offset)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    public void Dispose()
    {
        if (_rentedMembers is not null)
        {
            ArrayPool<JsonMember>.Shared.Return(_rentedMembers);
            ArrayPool<int>.Shared.Return(_rentedSlots!);
            _rentedMembers = null;
            _rentedSlots = null;
        }

        _members = default;
        _slots = default;
        Count = 0;
    }

    private static ulong HashDecoded(ReadOnlySpan<byte> name, int parent)
    {
        byte[]? rented = null;
        var decoded = name.Length <= 256 ? stackalloc byte[256] : rented = ArrayPool<byte>.Shared.Rent(name.Length);
        var hash = NameHash.Of(decoded[..JsonString.Unescape(name, decoded)], parent);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    private void Grow()
    {
        var members = ArrayPool<JsonMember>.Shared.Rent(_members.Length * 4);
        _members[..Count].CopyTo(members);

        // A rented array may be longer than asked for; the mask needs a power of two.
        var length = _slots.Length * 4;
        var slots = ArrayPool<int>.Shared.Rent(length);
        slots.AsSpan(0, length).Clear();
        for (var i = 0; i < Count; i++)
        {
            var slot = (int)members[i].Hash & (length - 1);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & (length - 1);
            }

            slots[slot] = i + 1;
        }

        if (_rentedMembers is not null)
        {
            ArrayPool<JsonMember>.Shared.Return(_rentedMembers);
            ArrayPool<int>.Shared.Return(_rentedSlots!);
        }

        _members = _rentedMembers = members;
        _rentedSlots = slots;
        _slots = slots.AsSpan(0, length);
    }
}
