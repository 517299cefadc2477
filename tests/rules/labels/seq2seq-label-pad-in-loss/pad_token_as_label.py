import transformers as hf
from datasets import load_from_disk


def main(name="google/mt5-small"):
    tok = hf.AutoTokenizer.from_pretrained(name)
    model = hf.MT5ForConditionalGeneration.from_pretrained(name)
    collate = hf.DataCollatorForSeq2Seq(
        tok,
        model=model,
        label_pad_token_id=tok.pad_token_id,  # expect: seq2seq-label-pad-in-loss @safe
    )
    hf.Seq2SeqTrainer(model, hf.Seq2SeqTrainingArguments("o"), collate, load_from_disk("pairs")).train()


main()
