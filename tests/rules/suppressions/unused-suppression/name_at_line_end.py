from transformers import Trainer

trainer = Trainer(model=model, args=args)  # lossguard: ignore[seq2seq-collator-no-labels] why  # expect: unused-suppression
